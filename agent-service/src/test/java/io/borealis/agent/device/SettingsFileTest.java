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
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {

    private static final String CODE = "ABCDE-FGHJK-MNPQR-STVWX.0123456789abcdef0123456789abcdef";
    private static final Path HOME = Path.of("/var/lib/borealis").toAbsolutePath();

    @TempDir
    private Path folder;

    private String shell = "";
    private String whole = "";

    @BeforeEach
    void makeAShell() throws Exception {
        shell = Files.createFile(folder.resolve("shell Ü 日本")).toString();
        whole = """
                engine.url=https://engine.example:8443
                enrollment.code=%s
                home=%s
                terminal.shell="%s" --norc
                """.formatted(CODE, escaped(HOME), escaped(shell));
    }

    private static String escaped(Object path) {
        return path.toString().replace("\\", "\\\\");
    }

    private SettingsFile file(String text) throws Exception {
        Path path = folder.resolve("agent.properties");
        Files.writeString(path, text);
        return new SettingsFile(path);
    }

    @Test
    void readsWhatIsGivenAndKnowsTheRest() throws Exception {
        AgentSettings settings = file(whole).read();
        assertThat(settings.engineUrl()).isEqualTo(URI.create("https://engine.example:8443"));
        assertThat(settings.enrollmentCode()).isPresent();
        assertThat(settings.home()).isEqualTo(HOME);
        assertThat(settings.terminalShell()).containsExactly(shell, "--norc");
        assertThat(settings.networkMode()).isEqualTo(NetworkMode.WINDOWS);
        assertThat(settings.adapterName()).isEqualTo("Borealis Agent");
        assertThat(settings.longestRetry()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.toString()).doesNotContain("ABCDE");
    }

    @Test
    void readsPathsWithBlanksAndABytesOrderMark() throws Exception {
        AgentSettings settings =
                file("\uFEFF" + whole.replace("--norc", "\"my profile\" -l")).read();
        assertThat(settings.terminalShell()).containsExactly(shell, "my profile", "-l");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            engine.url      | http://engine       | must be https://host:port
            engine.url      | https://engine/path | must be https://host:port
            engine.url      | engine              | must be https://host:port
            engine.url      |                     | is missing
            enrollment.code | ABC                 | has the form XXXXX
            engine.retry-seconds | 4              | from 5 to 3600
            engine.retry-seconds | 99999          | from 5 to 3600
            engine.retry-seconds | soon           | must be a number of seconds
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
        String others = whole.lines()
                .filter(line -> !line.startsWith(setting + "="))
                .reduce("", (all, line) -> all + line + "\n");
        String given = value == null
                ? ""
                : value.startsWith("/") ? escaped(Path.of(value).toAbsolutePath()) : value;
        SettingsFile file = file(others + setting + "=" + given + "\n");
        assertThatThrownBy(file::read)
                .hasMessageContaining(message)
                .asInstanceOf(type(InvalidSettingException.class))
                .extracting(InvalidSettingException::setting)
                .isEqualTo(setting);
    }

    @Test
    void refusesASettingThatStandsTwice() throws Exception {
        SettingsFile file = file(whole + "home=/elsewhere\n");
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
        SettingsFile file = file(whole.replace(CODE, "SECRETSECRET"));
        assertThatThrownBy(file::read).satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRETSECRET"));
    }

    @Test
    void forgetsTheCodeAndNothingElse() throws Exception {
        SettingsFile file = file("# by the installer\n" + whole);
        file.forgetEnrollmentCode();
        Path path = folder.resolve("agent.properties");
        assertThat(path)
                .content()
                .doesNotContain("ABCDE")
                .contains("# by the installer")
                .contains("home=");
        assertThat(file.read().enrollmentCode()).isEmpty();
        assertThat(folder).isDirectoryNotContaining(left -> left.toString().endsWith(".new"));
    }

    @Test
    @Tag("posix")
    void keepsTheFileForItsOwner() throws Exception {
        file(whole).forgetEnrollmentCode();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("agent.properties"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, 14393, false",
        "auto, 17762, false",
        "auto, 17763, true",
        "auto, 26100, true",
        "conpty, 14393, true",
        "winpty, 26100, false"
    })
    void choosesThePseudoConsoleByTheBuildOfWindowsUnlessTold(String pty, int build, boolean conPty) throws Exception {
        assertThat(file(whole + "terminal.pty=" + pty + "\n")
                        .read()
                        .terminalPty()
                        .usesConPty(build))
                .isEqualTo(conPty);
    }
}
