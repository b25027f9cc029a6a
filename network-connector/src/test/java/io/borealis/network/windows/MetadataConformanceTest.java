package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product's own tables held against Microsoft's metadata by the comparison in {@code lab/metadata}. */
@Tag("posix")
class MetadataConformanceTest {

    private static final Path COMPARISON = Path.of("..", "lab", "metadata", "Cargo.toml");

    /** What the metadata does not hold, and why that is no gap. */
    private static final Map<String, String> NOT_IN_METADATA =
            Map.of("INFINITE_LIFETIME", "the documentation says 0xffffffff, no header names it");

    @TempDir
    Path folder;

    private record Outcome(int code, String output) {}

    private Outcome compare(List<String> tables) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("tables.txt"), tables);
        ProcessBuilder cargo = new ProcessBuilder(
                        "cargo", "run", "--quiet", "--locked", "--manifest-path", COMPARISON.toString())
                .redirectErrorStream(true);
        cargo.environment().put("BOREALIS_TABLES", file.toString());
        Process process = cargo.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    private static List<String> productTables() throws IllegalAccessException {
        List<String> lines = new ArrayList<>();
        Stream.concat(FilteringLayouts.ALL.stream(), IpHelperLayouts.ALL.stream())
                .forEach(layout -> {
                    lines.add("struct " + layout.name() + " " + layout.size());
                    for (Layout.Field field : layout.fields()) {
                        lines.add("field " + layout.name() + " " + field.name() + " " + field.offset() + " "
                                + field.size());
                    }
                });
        for (FilterLayer layer : FilterLayer.values()) {
            lines.add("guid FWPM_LAYER_" + layer + " " + layer.key().value());
        }
        for (FilterField field : FilterField.values()) {
            lines.add("guid FWPM_CONDITION_" + field + " " + field.key().value());
        }
        for (Class<?> names : List.of(FilteringLibrary.class, IpHelperLibrary.class, Win32.class)) {
            for (Field constant : names.getDeclaredFields()) {
                if (constant.getType() == int.class
                        && Modifier.isStatic(constant.getModifiers())
                        && !NOT_IN_METADATA.containsKey(constant.getName())) {
                    constant.setAccessible(true);
                    lines.add("const " + constant.getName() + " " + Integer.toUnsignedLong(constant.getInt(null)));
                }
            }
        }
        return lines;
    }

    @Test
    void everyLayoutConstantAndGuidEqualsTheMetadata()
            throws IOException, InterruptedException, IllegalAccessException {
        List<String> tables = productTables();
        assertThat(tables).hasSizeGreaterThan(120);
        Outcome outcome = compare(tables);
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains(tables.size() + " compared, 0 differences");
    }

    @Test
    void aDifferenceIsFound() throws IOException, InterruptedException {
        Outcome outcome = compare(List.of(
                "struct FWPM_FILTER0 200",
                "field FWPM_ACTION0 type 4 4",
                "const FWP_ACTION_BLOCK 4098",
                "guid FWPM_LAYER_IPFORWARD_V4 a82acc24-4ee1-4ee1-b465-fd1d25cb10a5"));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.output()).contains("4 compared, 3 differences");
    }
}
