package io.borealis.network.windows;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Where {@code wireguard.dll} comes from. On Windows a directory that only administrators can write to, with the DLL's
 * SHA-256 in {@code wireguard.dll.sha256} beside it as the installer wrote it; elsewhere the library path. Immutable.
 */
public final class DriverLibrary {

    private static final String FILE = "wireguard.dll";

    /** How the library is loaded, told once, instead of asking for the operating system in many places. */
    private interface Source {
        String libraryToLoad() throws HostNetworkException;
    }

    private final Source source;

    private DriverLibrary(Source source) {
        this.source = source;
    }

    /** Loaded by absolute path, and only when its bytes are those that were installed. */
    public static DriverLibrary inDirectory(Path directory) {
        Path file = directory.toAbsolutePath().normalize().resolve(FILE);
        return new DriverLibrary(() -> {
            verify(file);
            return file.toString();
        });
    }

    /** Loaded by name from {@code jna.library.path}, which must be writable for administrators only. */
    public static DriverLibrary onLibraryPath() {
        return new DriverLibrary(() -> WireGuardLibrary.NAME);
    }

    WireGuardLibrary load() throws HostNetworkException {
        return load(source.libraryToLoad(), WireGuardLibrary.class);
    }

    static <L extends Library> L load(String nameOrPath, Class<L> type) throws HostNetworkException {
        try {
            requireExports(NativeLibrary.getInstance(nameOrPath), type);
            return Native.load(nameOrPath, type);
        } catch (UnsatisfiedLinkError missing) {
            throw new HostNetworkException(
                    Step.LOAD_DRIVER_LIBRARY,
                    Win32.ERROR_MOD_NOT_FOUND,
                    nameOrPath + " cannot be loaded (" + firstLine(missing)
                            + "); run Borealis.ps1 -Verify, and use a JVM of the machine's own architecture");
        }
    }

    /** What is missing is found now, not in the middle of a tunnel. */
    private static void requireExports(NativeLibrary library, Class<?> type) throws HostNetworkException {
        for (Method function : type.getMethods()) {
            try {
                library.getFunction(function.getName());
            } catch (UnsatisfiedLinkError absent) {
                throw new HostNetworkException(
                        Step.LOAD_DRIVER_LIBRARY,
                        Win32.ERROR_PROC_NOT_FOUND,
                        library.getName() + " has no function " + function.getName()
                                + "; it is of another version than this product needs, run Borealis.ps1 to install it");
            }
        }
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }

    private static void verify(Path file) throws HostNetworkException {
        Path pin = file.resolveSibling(FILE + ".sha256");
        try {
            String expected =
                    Files.readString(pin, StandardCharsets.UTF_8).strip().split("\\s+", 2)[0];
            String actual = sha256(file);
            if (!actual.equals(expected.toLowerCase(Locale.ROOT))) {
                throw new HostNetworkException(
                        Step.LOAD_DRIVER_LIBRARY,
                        0,
                        file + " is not the file that was installed: its SHA-256 is " + actual + ", " + pin
                                + " says otherwise; run Borealis.ps1 to install it again");
            }
        } catch (IOException unreadable) {
            throw new HostNetworkException(
                    Step.LOAD_DRIVER_LIBRARY,
                    0,
                    "cannot read " + unreadable.getMessage() + "; run Borealis.ps1 to install the driver");
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }
}
