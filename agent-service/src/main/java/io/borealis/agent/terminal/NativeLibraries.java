package io.borealis.agent.terminal;

import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Keeps the native libraries of JNA and pty4j in a folder that only the agent may write: whoever could replace them in
 * the temp folder would run as the agent. Where the installer put them already, they are taken from there.
 */
public final class NativeLibraries {

    private static final String JNA_UNPACKED = "jna.boot.library.path";
    private static final String JNA_FOLDER = "jna.tmpdir";
    private static final String PTY_FOLDER = "pty4j.preferred.native.folder";

    private NativeLibraries() {}

    /** Tells JNA and pty4j where their libraries belong; to be called before either is used. */
    public static void belongIn(Path folder) {
        if (System.getProperty(JNA_UNPACKED) == null) {
            System.setProperty(JNA_FOLDER, folder.toString());
        }
    }

    /** Puts the libraries of pty4j for this system into the folder, unless the installer did; what is equal stays. */
    static synchronized void unpackPty(Path folder) throws IOException {
        String present = System.getProperty(PTY_FOLDER);
        if (present != null && !present.equals(folder.toString())) {
            return;
        }
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String platform = (windows ? "win" : "linux") + "/" + architecture();
        List<String> names = windows
                ? List.of("winpty.dll", "winpty-agent.exe", "win-helper.dll", "conpty.dll", "OpenConsole.exe")
                : List.of("libpty.so");
        Path target = ProtectedFiles.folder(folder.resolve(platform));
        for (String name : names) {
            unpack("/resources/com/pty4j/native/" + platform + "/" + name, target.resolve(name));
        }
        System.setProperty(PTY_FOLDER, folder.toString());
    }

    private static String architecture() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (architecture) {
            case "amd64", "x86_64" -> "x86-64";
            case "arm64" -> "aarch64";
            default -> architecture;
        };
    }

    private static void unpack(String resource, Path file) throws IOException {
        try (InputStream packed = com.pty4j.PtyProcess.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("there is no pseudo terminal for this system: " + resource + " is missing");
            }
            byte[] content = packed.readAllBytes();
            if (!holds(file, content)) {
                ProtectedFiles.replace(file, content);
            }
        }
        if (!file.toFile().setExecutable(true, true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    private static boolean holds(Path file, byte[] content) throws IOException {
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (NoSuchFileException missing) {
            return false;
        }
    }
}
