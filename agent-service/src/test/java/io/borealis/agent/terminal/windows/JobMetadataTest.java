package io.borealis.agent.terminal.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the product writes down about job objects, held against Microsoft's metadata by {@code lab/metadata}. */
@Tag("posix")
class JobMetadataTest {

    @Test
    void layoutAndConstantsEqualTheMetadata(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> tables = List.of(
                "struct JOBOBJECT_EXTENDED_LIMIT_INFORMATION " + JobLibrary.LIMITS_SIZE,
                "field JOBOBJECT_EXTENDED_LIMIT_INFORMATION BasicLimitInformation.LimitFlags " + JobLibrary.LIMIT_FLAGS
                        + " " + Integer.BYTES,
                "const JobObjectExtendedLimitInformation " + JobLibrary.JobObjectExtendedLimitInformation,
                "const JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE " + JobLibrary.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE);
        ProcessBuilder cargo = new ProcessBuilder(
                        "cargo", "run", "--quiet", "--locked", "--manifest-path", "../lab/metadata/Cargo.toml")
                .redirectErrorStream(true);
        cargo.environment()
                .put(
                        "BOREALIS_TABLES",
                        Files.write(folder.resolve("tables.txt"), tables).toString());
        Process comparison = cargo.start();
        comparison.getOutputStream().close();
        String said = new String(comparison.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(comparison.waitFor()).as(said).isZero();
        assertThat(said).contains(tables.size() + " compared, 0 differences");
    }
}
