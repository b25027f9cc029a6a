package io.borealis.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.borealis.agent.device.AgentSettings.NetworkMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {

    private static final String CODE = "ABCDE-FGHJK-MNPQR-STVWX.0123456789abcdef0123456789abcdef";
    private static final String WHOLE = """
            engine.url=https://engine.example:8443
            enrollment.code=%s
            home=/var/lib/borealis
            terminal.shell=/bin/bash --norc
            """.formatted(CODE);

    @TempDir
    Path folder;

    private SettingsFile file(String text) throws Exception {
        Path path = folder.resolve("agent.properties");
        Files.writeString(path, text);
        return new SettingsFile(path);
    }

    @Test
    void readsWhatIsGivenAndKnowsTheRest() throws Exception {
        AgentSettings settings = file(WHOLE).read();
        assertThat(settings.engineUrl()).isEqualTo(URI.create("https://engine.example:8443"));
        assertThat(settings.enrollmentCode()).isPresent();
        assertThat(settings.home()).isEqualTo(Path.of("/var/lib/borealis"));
        assertThat(settings.terminalShell()).containsExactly("/bin/bash", "--norc");
        assertThat(settings.networkMode()).isEqualTo(NetworkMode.WINDOWS);
        assertThat(settings.adapterName()).isEqualTo("Borealis Agent");
        assertThat(settings.toString()).doesNotContain("ABCDE");
    }

    @Test
    void readsPathsWithBlanksAndABytesOrderMark() throws Exception {
        Path shell = Files.createFile(folder.resolve("my shell"));
        AgentSettings settings = file("\uFEFF" + WHOLE.replace("/bin/bash --norc", "\"" + shell + "\" -l"))
                .read();
        assertThat(settings.terminalShell()).containsExactly(shell.toString(), "-l");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            engine.url      | http://engine       | must be https://host:port
            engine.url      | https://engine/path | must be https://host:port
            engine.url      | engine              | must be https://host:port
            engine.url      |                     | is missing
            enrollment.code | ABC                 | has the form XXXXX
            home            | relative            | must be an absolute path
            home            |                     | is missing
            terminal.shell  | bash                | must be an absolute path
            terminal.shell  | /no/such/shell      | there is no program
            terminal.pty    | none                | is one of auto, conpty, winpty
            network.mode    | linux               | is one of windows, memory
            driver.directory| /no/such/folder     | there is no directory
            engine.uri      | https://engine      | is not a setting of the agent
            """)
    void saysWhichSettingIsWrongAndWhatWouldBeRight(String setting, String value, String message) throws Exception {
        String others = WHOLE.lines()
                .filter(line -> !line.startsWith(setting + "="))
                .reduce("", (all, line) -> all + line + "\n");
        SettingsFile file = file(others + setting + "=" + (value == null ? "" : value) + "\n");
        assertThatThrownBy(file::read)
                .hasMessageContaining(message)
                .asInstanceOf(type(InvalidSettingException.class))
                .extracting(InvalidSettingException::setting)
                .isEqualTo(setting);
    }

    @Test
    void refusesASettingThatStandsTwice() throws Exception {
        SettingsFile file = file(WHOLE + "home=/elsewhere\n");
        assertThatThrownBy(file::read).hasMessageContaining("home: stands twice");
    }

    @Test
    void namesTheFileThatIsNotThereOrIsNoText() throws Exception {
        SettingsFile missing = new SettingsFile(folder.resolve("missing.properties"));
        assertThatThrownBy(missing::read).hasMessageContaining("missing.properties: the file does not exist");
        Path binary = Files.write(folder.resolve("binary.properties"), "ä=ö".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(new SettingsFile(binary)::read).hasMessageContaining("not UTF-8");
    }

    @Test
    void neverRepeatsABadCode() throws Exception {
        SettingsFile file = file(WHOLE.replace(CODE, "SECRETSECRET"));
        assertThatThrownBy(file::read).satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRETSECRET"));
    }

    @Test
    void forgetsTheCodeAndNothingElse() throws Exception {
        SettingsFile file = file("# by the installer\n" + WHOLE);
        file.forgetEnrollmentCode();
        Path path = folder.resolve("agent.properties");
        assertThat(path)
                .content()
                .doesNotContain("ABCDE")
                .contains("# by the installer")
                .contains("home=");
        assertThat(file.read().enrollmentCode()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(left -> !left.equals(path));
    }
}
