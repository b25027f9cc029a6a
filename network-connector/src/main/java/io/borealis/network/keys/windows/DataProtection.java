package io.borealis.network.keys.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Crypt32;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinCrypt;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Windows' data protection (DPAPI) in the scope of the account: what it seals, only the same account on the same
 * machine opens, and only under the same name. Native copies are overwritten.
 */
public final class DataProtection {

    private DataProtection() {}

    /**
     * Seals the secret for this account and this name.
     *
     * @throws IOException one sentence with the cure, when Windows does not
     */
    public static byte[] seal(String name, byte[] secret) throws IOException {
        try (Memory in = filled(secret);
                Memory entropy = filled(entropy(name))) {
            WinCrypt.DATA_BLOB sealed = new WinCrypt.DATA_BLOB();
            boolean done = Crypt32.INSTANCE.CryptProtectData(
                    blob(in), name, blob(entropy), null, null, WinCrypt.CRYPTPROTECT_UI_FORBIDDEN, sealed);
            int code = Native.getLastError();
            in.clear();
            if (!done) {
                throw new IOException("Windows cannot seal " + name + ", Win32 code " + code
                        + "; the account of this process needs a profile");
            }
            return taken(sealed);
        }
    }

    /** Empty when this account never sealed it under this name on this machine, or when it was changed since. */
    public static Optional<byte[]> unseal(String name, byte[] sealed) {
        if (sealed.length == 0) {
            return Optional.empty();
        }
        try (Memory in = filled(sealed);
                Memory entropy = filled(entropy(name))) {
            WinCrypt.DATA_BLOB opened = new WinCrypt.DATA_BLOB();
            PointerByReference description = new PointerByReference();
            if (!Crypt32.INSTANCE.CryptUnprotectData(
                    blob(in), description, blob(entropy), null, null, WinCrypt.CRYPTPROTECT_UI_FORBIDDEN, opened)) {
                return Optional.empty();
            }
            byte[] secret = taken(opened);
            if (name.equals(text(description.getValue()))) {
                return Optional.of(secret);
            }
            Arrays.fill(secret, (byte) 0);
            return Optional.empty();
        }
    }

    private static byte[] entropy(String name) {
        return ("Borealis key storage: " + name).getBytes(StandardCharsets.UTF_8);
    }

    private static Memory filled(byte[] content) {
        Memory memory = new Memory(content.length);
        memory.write(0, content, 0, content.length);
        return memory;
    }

    private static WinCrypt.DATA_BLOB blob(Memory content) {
        WinCrypt.DATA_BLOB blob = new WinCrypt.DATA_BLOB();
        blob.cbData = (int) content.size();
        blob.pbData = content;
        return blob;
    }

    private static byte[] taken(WinCrypt.DATA_BLOB blob) {
        Pointer content = blob.pbData;
        byte[] copy = content.getByteArray(0, blob.cbData);
        content.clear(blob.cbData);
        Kernel32.INSTANCE.LocalFree(content);
        return copy;
    }

    private static String text(Pointer description) {
        if (Pointer.nativeValue(description) == 0) {
            return "";
        }
        try {
            return description.getWideString(0);
        } finally {
            Kernel32.INSTANCE.LocalFree(description);
        }
    }
}
