import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Two steps of the build of the agent's distribution that Maven has no plugin for. Started from source by the profile
 * {@code distribution}: {@code runtime MANIFEST TARGET FOLDER} unpacks the pinned Java runtime and empties
 * the distribution's folder; {@code index FOLDER VERSION HOST_MANIFEST} checks the service host against its pin and
 * writes {@code files.json}, by which the installer knows every file; {@code pack FOLDER VERSION HOST_MANIFEST ZIP} does
 * that too and makes the zip, the same bytes for the same content.
 */
final class Distribution {

    private static final Pattern TEXT_PAIR = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\"([^\"]*)\"");

    private static final LocalDateTime ALWAYS = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Distribution() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "runtime" -> {
                unpackRuntime(Path.of(arguments[1]), Path.of(arguments[2]));
                // What an earlier version left would go along otherwise
                remove(Path.of(arguments[3]));
            }
            case "index" -> index(Path.of(arguments[1]), arguments[2], Path.of(arguments[3]));
            case "pack" -> {
                index(Path.of(arguments[1]), arguments[2], Path.of(arguments[3]));
                zip(Path.of(arguments[1]), Path.of(arguments[4]));
            }
            default -> throw new IllegalArgumentException("runtime, index or pack, not " + arguments[0]);
        }
    }

    private static void unpackRuntime(Path manifest, Path target) throws IOException {
        Path archive = manifest.resolveSibling(pinned(manifest, "file"));
        requireHash(archive, pinned(manifest, "sha256"));
        String inner = pinned(manifest, "unpack") + "/";
        remove(target);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                if (!entry.getName().startsWith(inner)) {
                    continue;
                }
                Path file = target.resolve(entry.getName().substring(inner.length())).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException(archive + " holds a path that leads out of it: " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                try (InputStream bytes = zip.getInputStream(entry)) {
                    Files.copy(bytes, file);
                }
            }
        }
    }

    private static void index(Path folder, String version, Path hostManifest) throws IOException {
        requireHash(folder.resolve("Program/BorealisAgent.exe"), pinned(hostManifest, "amd64/prunsrv.exe"));
        Path index = folder.resolve("files.json");
        Files.deleteIfExists(index);
        StringBuilder lines = new StringBuilder();
        for (Path file : filesOf(folder)) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            lines.append(lines.isEmpty() ? "" : ",\n")
                    .append("    { \"path\": \"%s\", \"size\": %d, \"sha256\": \"%s\" }".formatted(name, Files.size(file), sha256(file)));
        }
        Files.writeString(index, "{\n  \"version\": \"%s\",\n  \"files\": [\n%s\n  ]\n}\n".formatted(version, lines), StandardCharsets.UTF_8);
    }

    private static void zip(Path folder, Path zip) throws IOException {
        Path part = zip.resolveSibling(zip.getFileName() + ".part");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(part))) {
            for (Path file : filesOf(folder)) {
                ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(ALWAYS);
                out.putNextEntry(entry);
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        Files.move(part, zip, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The first value of that name: these manifests pin one artifact each. */
    private static String pinned(Path manifest, String name) throws IOException {
        Matcher pairs = TEXT_PAIR.matcher(Files.readString(manifest, StandardCharsets.UTF_8));
        return pairs.results()
                .filter(pair -> pair.group(1).equals(name))
                .map(pair -> pair.group(2))
                .findFirst()
                .orElseThrow(() -> new IOException(manifest + " names no " + name));
    }

    private static void requireHash(Path file, String pinned) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is missing. Fetch it: Dependencies/fetch.sh runtime");
        }
        String found = sha256(file);
        if (!found.equals(pinned)) {
            throw new IOException(file + " has the SHA-256 " + found + ", but " + pinned + " is pinned. Delete it and fetch it again.");
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
                bytes.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
