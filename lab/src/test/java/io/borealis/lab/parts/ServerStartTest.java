package io.borealis.lab.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What makes a start of the server short is there: nothing of ours is searched, nothing is loaded that nobody uses. */
class ServerStartTest {

    private static final Path TREE = Path.of("..");
    private static final Path SERVER = TREE.resolve("wildfly-config/target/server");
    private static final String INDEX = "META-INF/jandex.idx";
    private static final byte[] INDEX_BEGINS = {(byte) 0xBA, (byte) 0xBE, 0x1F, 0x15};

    /** What the other system's start settings have no need of or no word for. */
    private static final List<String> OF_UNIX_ALONE =
            List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:TrimNativeHeapInterval=30000");

    @Test
    void everyArchiveOfOursCarriesItsIndex() throws IOException {
        Map<String, byte[]> indexes = new HashMap<>();
        try (JarFile ear =
                new JarFile(TREE.resolve("engine-ear/target/borealis.ear").toFile())) {
            for (ZipEntry entry : ear.stream()
                    .filter(any -> any.getName().matches("lib/borealis-.*\\.jar|engine-ejb\\.jar|engine-web\\.war"))
                    .toList()) {
                String place = entry.getName().endsWith(".war") ? "WEB-INF/classes/" + INDEX : INDEX;
                indexes.put(entry.getName(), content(ear.getInputStream(entry).readAllBytes(), place));
            }
        }
        assertThat(indexes).hasSize(5);
        assertThat(indexes.values()).allSatisfy(index -> assertThat(index).startsWith(INDEX_BEGINS));
    }

    private static byte[] content(byte[] archive, String wanted) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals(wanted)) {
                    return entries.readAllBytes();
                }
            }
        }
        return new byte[0];
    }

    @Test
    void theProvisionedServerLoadsNothingThatTheEngineNeverUses() throws IOException {
        String configuration = Files.readString(SERVER.resolve("standalone/configuration/standalone.xml"));
        assertThat(configuration)
                .contains("org.jboss.as.ejb3", "org.wildfly.extension.undertow", "BorealisDS")
                .doesNotContain("infinispan", "distributable", "domain:bean-validation", "domain:discovery");
    }

    @Test
    void bothSystemsStartItWithTheSameOptions() throws IOException {
        List<String> unix = new ArrayList<>(options("standalone.conf"));
        assertThat(unix).containsAll(OF_UNIX_ALONE);
        unix.removeAll(OF_UNIX_ALONE);
        assertThat(options("standalone.conf.ps1")).containsExactlyElementsOf(unix);
    }

    /** An option that it does not know would be the end of each start. */
    @Test
    void thisJavaTakesTheOptions() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options("standalone.conf.ps1"));
        command.add("-version");
        Output output = Commands.run(command);
        assertThat(output.succeeded()).as(output.text()).isTrue();
        assertThat(output.text()).doesNotContain("CompileCommand");
    }

    private static List<String> options(String file) throws IOException {
        try (Stream<String> lines = Files.lines(SERVER.resolve("bin").resolve(file))) {
            return lines.map(String::strip)
                    .filter(line -> line.contains("JAVA_OPTS") && !line.startsWith("#"))
                    .flatMap(line ->
                            Pattern.compile("-X[^\\s\"']+").matcher(line).results())
                    .map(found -> found.group())
                    .toList();
        }
    }
}
