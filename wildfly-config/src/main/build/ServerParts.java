import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the bill of materials (CycloneDX 1.6) of the provisioned server from the jars that lie in it, because Maven does
 * not see what Galleon put there. Coordinates come from the artifact lists of the feature packs, from the pairs
 * {@code GROUP:ARTIFACT} given, or from the jar itself; a jar that nobody can name ends the build. The same bytes for the
 * same server: no time, no serial number.
 *
 * <p>{@code java ServerParts.java SERVER VERSION LISTS_FOLDER BOM [GROUP:ARTIFACT ...]}
 */
final class ServerParts {

    private record Part(String group, String artifact, String version, String classifier, String sha256) {

        String purl() {
            String base = "pkg:maven/" + group + "/" + artifact + "@" + version + "?type=jar";
            return classifier.isEmpty() ? base : base + "&classifier=" + classifier;
        }
    }

    /** Groups by artifact, and the classifiers that one artifact is known with. */
    private final Map<String, String> groups = new TreeMap<>();

    private final List<String> classifiers = new ArrayList<>();

    public static void main(String[] arguments) throws IOException {
        ServerParts parts = new ServerParts();
        Path server = Path.of(arguments[0]);
        try (Stream<Path> lists = Files.walk(Path.of(arguments[2]))) {
            for (Path list : lists.filter(file -> file.endsWith("artifact-versions.properties"))
                    .toList()) {
                parts.learn(list);
            }
        }
        for (int i = 4; i < arguments.length; i++) {
            String[] pair = arguments[i].split(":");
            parts.groups.put(pair[1], pair[0]);
        }
        List<Part> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(server)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                found.addAll(parts.name(jar));
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no jar below " + server);
        }
        Files.writeString(Path.of(arguments[3]), bom(arguments[1], found));
        System.out.println(found.size() + " parts of the server in " + arguments[3]);
    }

    /** A line is {@code group:artifact::classifier=group:artifact:version:classifier:extension}. */
    private void learn(Path list) throws IOException {
        for (String line : Files.readAllLines(list)) {
            String[] coordinates = line.substring(line.indexOf('=') + 1).split(":");
            if (coordinates.length > 3) {
                groups.put(coordinates[1], coordinates[0]);
                if (!coordinates[3].isEmpty()) {
                    classifiers.add(coordinates[3]);
                }
            }
        }
    }

    private List<Part> name(Path jar) throws IOException {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        Optional<String> artifact = groups.keySet().stream()
                .filter(known -> name.matches(Pattern.quote(known) + "-[0-9].*"))
                .max(Comparator.comparingInt(String::length));
        if (artifact.isEmpty()) {
            return describedByItself(jar);
        }
        String version = name.substring(artifact.get().length() + 1);
        String classifier = classifiers.stream()
                .filter(known -> version.endsWith("-" + known))
                .findFirst()
                .orElse("");
        String bare = classifier.isEmpty() ? version : version.substring(0, version.length() - classifier.length() - 1);
        return List.of(new Part(groups.get(artifact.get()), artifact.get(), bare, classifier, sha256(jar)));
    }

    /** Jars whose name tells no version carry the properties of their Maven builds; a shaded one carries several. */
    private static List<Part> describedByItself(Path jar) throws IOException {
        List<Part> inside = new ArrayList<>();
        try (JarFile content = new JarFile(jar.toFile())) {
            for (JarEntry entry : content.stream()
                    .filter(any -> any.getName().matches("META-INF/maven/.*/pom\\.properties"))
                    .toList()) {
                Properties maven = new Properties();
                try (InputStream text = content.getInputStream(entry)) {
                    maven.load(text);
                }
                inside.add(new Part(
                        maven.getProperty("groupId"),
                        maven.getProperty("artifactId"),
                        maven.getProperty("version"),
                        "",
                        sha256(jar)));
            }
        }
        if (inside.isEmpty()) {
            throw new IOException("nobody can tell which artifact " + jar + " is; name it in wildfly-config/pom.xml");
        }
        return inside;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String bom(String version, List<Part> parts) {
        StringBuilder text = new StringBuilder("""
            {
              "bomFormat": "CycloneDX",
              "specVersion": "1.6",
              "version": 1,
              "metadata": {
                "component": {
                  "type": "application",
                  "group": "io.borealis",
                  "name": "borealis-server",
                  "version": "%s",
                  "bom-ref": "pkg:maven/io.borealis/borealis-server@%s"
                }
              },
              "components": [
            """.formatted(version, version));
        String separator = "";
        for (Part part : parts.stream()
                .sorted(Comparator.comparing(Part::purl).thenComparing(Part::sha256))
                .distinct()
                .toList()) {
            text.append(separator).append("""
                {
                  "type": "library",
                  "group": "%s",
                  "name": "%s",
                  "version": "%s",
                  "purl": "%s",
                  "hashes": [{"alg": "SHA-256", "content": "%s"}]
                }\
                """.indent(2)
                    .stripTrailing()
                    .formatted(part.group(), part.artifact(), part.version(), part.purl(), part.sha256()));
            separator = ",\n";
        }
        return text.append("\n  ]\n}\n").toString();
    }
}
