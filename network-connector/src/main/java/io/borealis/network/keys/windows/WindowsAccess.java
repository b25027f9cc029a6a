package io.borealis.network.keys.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folders and files that nobody opens but SYSTEM, Administrators and the account of this process. A list that lets
 * others in is refused, never repaired: who was in may have been there already.
 */
public final class WindowsAccess {

    private static final String ENTRIES = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
    // to give away what one makes takes a privilege that SYSTEM has; Administrators may at least own it as a group
    private static final List<String> DESCRIPTORS = List.of("O:SYG:SY" + ENTRIES, "O:BAG:BA" + ENTRIES, ENTRIES);
    private static final int ERROR_ALREADY_EXISTS = 183;
    private static final int ERROR_INVALID_OWNER = 1307;
    private static final int SE_FILE_OBJECT = 1;
    private static final int OWNER_AND_DACL = WinNT.OWNER_SECURITY_INFORMATION | WinNT.DACL_SECURITY_INFORMATION;
    private static final int LONGEST_PLAIN_PATH = 240;

    private WindowsAccess() {}

    /** Makes the folder and its parents where they are missing; what stands there already stays as it is. */
    public static void makeFolders(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolders(parent);
        }
        try {
            makeFolder(folder);
        } catch (FileAlreadyExistsException raced) {
            // what stands there is judged before it is used
            return;
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        int code = 0;
        for (String sddl : DESCRIPTORS) {
            code = makeFolder(folder, sddl);
            if (code != ERROR_INVALID_OWNER) {
                break;
            }
        }
        if (code == ERROR_ALREADY_EXISTS) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        if (code != 0) {
            throw failure("make the folder", folder, code);
        }
    }

    private static int makeFolder(Path folder, String sddl) throws IOException {
        Pointer descriptor = descriptor(sddl);
        try {
            WinBase.SECURITY_ATTRIBUTES attributes = new WinBase.SECURITY_ATTRIBUTES();
            attributes.lpSecurityDescriptor = descriptor;
            return Kernel32.INSTANCE.CreateDirectory(nativeName(folder), attributes) ? 0 : Native.getLastError();
        } finally {
            Kernel32.INSTANCE.LocalFree(descriptor);
        }
    }

    /** Refuses a folder that others may open; shuts one that would inherit such access one day. */
    public static void requirePrivateFolder(Path folder) throws IOException {
        AccessList list = require(
                folder,
                "icacls \"" + folder + "\" /setowner *S-1-5-18, then icacls \"" + folder
                        + "\" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F,"
                        + " and take every other entry out");
        if (!list.isProtected()) {
            protect(folder);
        }
    }

    /** Refuses a file that others may open. */
    public static void requirePrivateFile(Path file) throws IOException {
        require(
                file,
                "icacls \"" + file + "\" /setowner *S-1-5-32-544, then icacls \"" + file
                        + "\" /inheritance:r /grant:r *S-1-5-18:F *S-1-5-32-544:F, and take every other entry out");
    }

    private static AccessList require(Path path, String cure) throws IOException {
        String sddl = sddlOf(path);
        Optional<AccessList> list = AccessList.parse(sddl);
        Optional<String> objection = list.isEmpty()
                ? Optional.of("has no plain access list")
                : list.get().objection(trusted());
        if (list.isEmpty() || objection.isPresent()) {
            throw new IOException(path + " " + objection.orElse("") + ", so that others than the system and its"
                    + " administrators could use it (" + sddl + "): make what is in it anew, or run " + cure);
        }
        return list.get();
    }

    private static void protect(Path folder) throws IOException {
        Pointer descriptor = descriptor(ENTRIES);
        try {
            // not SetNamedSecurityInfo, which hands new entries down to what lies in the folder
            if (!Advapi32.INSTANCE.SetFileSecurity(nativeName(folder), WinNT.DACL_SECURITY_INFORMATION, descriptor)) {
                throw failure("protect", folder, Native.getLastError());
            }
        } finally {
            Kernel32.INSTANCE.LocalFree(descriptor);
        }
    }

    /** Owner and access list, as Windows has them now. */
    public static String sddlOf(Path path) throws IOException {
        PointerByReference descriptor = new PointerByReference();
        int code = Advapi32.INSTANCE.GetNamedSecurityInfo(
                nativeName(path), SE_FILE_OBJECT, OWNER_AND_DACL, null, null, null, null, descriptor);
        if (code != 0) {
            throw failure("read the access list of", path, code);
        }
        try {
            return text(descriptor.getValue());
        } finally {
            Kernel32.INSTANCE.LocalFree(descriptor.getValue());
        }
    }

    private static Set<String> trusted() throws IOException {
        WinNT.HANDLEByReference token = new WinNT.HANDLEByReference();
        if (!Advapi32.INSTANCE.OpenProcessToken(Kernel32.INSTANCE.GetCurrentProcess(), WinNT.TOKEN_QUERY, token)) {
            throw new IOException(
                    "the account of this process cannot be asked for, Win32 code " + Native.getLastError());
        }
        try {
            String account = Advapi32Util.getTokenAccount(token.getValue()).sidString;
            // through a descriptor and back: Windows has two letters for some accounts
            Pointer descriptor = descriptor("O:" + account);
            try {
                return Set.copyOf(List.of("SY", "BA", text(descriptor).substring(2)));
            } finally {
                Kernel32.INSTANCE.LocalFree(descriptor);
            }
        } catch (Win32Exception unknown) {
            throw new IOException("the account of this process is not known: " + unknown.getMessage(), unknown);
        } finally {
            Kernel32.INSTANCE.CloseHandle(token.getValue());
        }
    }

    private static Pointer descriptor(String sddl) throws IOException {
        PointerByReference descriptor = new PointerByReference();
        if (!SecurityDescriptorLibrary.INSTANCE.ConvertStringSecurityDescriptorToSecurityDescriptor(
                sddl, SecurityDescriptorLibrary.SDDL_REVISION_1, descriptor, null)) {
            throw new IOException(sddl + " is no security descriptor here, Win32 code " + Native.getLastError());
        }
        return descriptor.getValue();
    }

    private static String text(Pointer descriptor) throws IOException {
        PointerByReference sddl = new PointerByReference();
        if (!SecurityDescriptorLibrary.INSTANCE.ConvertSecurityDescriptorToStringSecurityDescriptor(
                descriptor, SecurityDescriptorLibrary.SDDL_REVISION_1, OWNER_AND_DACL, sddl, null)) {
            throw new IOException("a security descriptor cannot be written, Win32 code " + Native.getLastError());
        }
        try {
            return sddl.getValue().getWideString(0);
        } finally {
            Kernel32.INSTANCE.LocalFree(sddl.getValue());
        }
    }

    // CreateDirectory takes 248 characters without this prefix
    private static String nativeName(Path path) {
        String name = path.toString();
        if (name.length() <= LONGEST_PLAIN_PATH || name.startsWith("\\\\?\\")) {
            return name;
        }
        return name.startsWith("\\\\") ? "\\\\?\\UNC" + name.substring(1) : "\\\\?\\" + name;
    }

    private static IOException failure(String step, Path path, int code) {
        return new IOException("cannot " + step + " " + path + ", Win32 code " + code
                + "; run it as SYSTEM or as an elevated administrator, on NTFS");
    }
}
