package io.borealis.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is sent to a document finds it. */
class DocumentsTest {

    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", ".git", "Dependencies");
    private static final Pattern TEXT =
            Pattern.compile(".*\\.(md|java|sh|ps1|psm1|cli|xml|properties|c|h|ts|json|yml|yaml)|[a-z-]+");
    private static final Pattern NAMED = Pattern.compile("(?<![\\w/])docs/[\\w./-]+\\.md");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)(?:#[^)]*)?\\)");

    @Test
    void everyDocumentThatIsNamedSomewhereExists() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Path> files = textFiles();
        for (Path file : files) {
            String text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
            Matcher named = NAMED.matcher(text);
            while (named.find()) {
                requireThere(TREE.resolve(named.group()), file, missing);
            }
            Matcher link = LINK.matcher(file.toString().endsWith(".md") ? text : "");
            while (link.find()) {
                requireThere(file.resolveSibling(link.group(1)), file, missing);
            }
        }
        assertThat(files).as("the tree is looked at").hasSizeGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    private static void requireThere(Path wanted, Path from, List<String> missing) {
        if (!Files.exists(wanted.normalize())) {
            missing.add(TREE.relativize(wanted.normalize()) + ", named by " + TREE.relativize(from));
        }
    }

    private static List<Path> textFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(TREE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
                return LEFT_OUT.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                if (about.isRegularFile()
                        && TEXT.matcher(file.getFileName().toString()).matches()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
