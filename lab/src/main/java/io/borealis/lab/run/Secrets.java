package io.borealis.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Every password, token, ticket, code and key that this process came to know, to be found nowhere but where it belongs.
 * What the programs of a lab wrote is searched when the lab closes; {@code bin/test} reads what was found. Thread-safe.
 */
public final class Secrets {

    /** A shorter one would be found by chance. */
    private static final int SHORTEST = 12;

    private static final int SHORTEST_KEY = 40;
    private static final Duration LONGEST_SEARCH = Duration.ofMinutes(5);
    private static final String FOLDER_OF_KEYS = "Certificates";
    /** Where programs lie that somebody else wrote, and what an administrator gives to the Engine. */
    private static final Set<String> NOT_WRITTEN_BY_THE_PRODUCT =
            Set.of("windows", "Program", "deployments", "vfs", "accounts.json");

    private static final Pattern PUBLIC = Pattern.compile("-----BEGIN (CERTIFICATE|PUBLIC KEY)|\"trust");
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private Secrets() {}

    /** From now on it is searched for. Returns it. */
    public static String know(String secret) {
        if (secret.length() >= SHORTEST) {
            KNOWN.add(secret);
        }
        return secret;
    }

    /** Searches all that the run wrote, and adds what was found to {@code target/secrets.txt}: one line, and each file. */
    public static void searchIn(Run run) {
        if (!Files.isDirectory(run.folder())) {
            return;
        }
        try {
            List<Path> written = new ArrayList<>();
            Files.walkFileTree(run.folder(), new Written(written));
            List<String> found = filesWithSecrets(run, written);
            List<String> told = new ArrayList<>();
            told.add("%s: %d files searched for %d secrets, found in %d"
                    .formatted(run.purpose(), written.size(), KNOWN.size(), found.size()));
            found.forEach(file -> told.add("FOUND in " + file));
            Files.write(
                    run.tree().resolve("target/secrets.txt"),
                    told,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> filesWithSecrets(Run run, List<Path> written) throws IOException {
        Path secrets = Files.createTempFile("borealis-secrets", ".txt");
        Path names = Files.createTempFile("borealis-written", ".txt");
        try {
            Files.write(secrets, KNOWN);
            Files.write(
                    names,
                    String.join("\0", written.stream().map(Path::toString).toList())
                            .getBytes(StandardCharsets.UTF_8));
            Output answer = Commands.run(
                    List.of(
                            "xargs",
                            "--null",
                            "--no-run-if-empty",
                            "--arg-file=" + names,
                            "grep",
                            "--files-with-matches",
                            "--text",
                            "--fixed-strings",
                            "--file=" + secrets,
                            "--no-messages",
                            "--"),
                    Map.of(),
                    LONGEST_SEARCH);
            return answer.text()
                    .lines()
                    .map(file -> file.replace(run.tree() + "/", ""))
                    .toList();
        } finally {
            Files.delete(secrets);
            Files.delete(names);
        }
    }

    /** Collects the files to be searched, and gets to know the keys on the way. */
    private static final class Written extends SimpleFileVisitor<Path> {

        private final List<Path> files;

        Written(List<Path> files) {
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            String name = folder.getFileName().toString();
            if (name.equals(FOLDER_OF_KEYS)) {
                knowKeysIn(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return NOT_WRITTEN_BY_THE_PRODUCT.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                    && !NOT_WRITTEN_BY_THE_PRODUCT.contains(file.getFileName().toString())) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path gone, IOException why) {
            return FileVisitResult.CONTINUE;
        }

        // What Windows sealed is no text
        private static void knowKeysIn(Path folder) throws IOException {
            try (var all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (PUBLIC.matcher(text).find()) {
                        continue;
                    }
                    text.lines()
                            .filter(line -> line.matches("[A-Za-z0-9+/=_-]{" + SHORTEST_KEY + ",}"))
                            .forEach(Secrets::know);
                }
            }
        }
    }
}
