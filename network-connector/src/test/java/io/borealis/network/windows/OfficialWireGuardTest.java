package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product held against what WireGuard LLC ships: the official library and its header, fetched and verified by
 * {@code Dependencies/fetch.sh lab}. Only the file is examined; nothing of it runs.
 */
@Tag("posix")
class OfficialWireGuardTest {

    private static final Path DEPENDENCIES = Path.of("..", "Dependencies");
    private static final Path OFFICIAL = DEPENDENCIES.resolve(Path.of("VPN_Tunnel_Adapter", "lab"));
    private static final Path LIBRARY = OFFICIAL.resolve("wireguard.dll");

    @TempDir
    Path folder;

    @BeforeAll
    static void fetchTheOfficialLibrary() throws IOException, InterruptedException {
        Outcome fetched = run("bash", DEPENDENCIES.resolve("fetch.sh").toString(), "lab");
        assertThat(fetched.code()).as(fetched.output()).isZero();
    }

    private record Outcome(int code, String output) {}

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    private static Outcome checkSigner(Path library) throws IOException, InterruptedException {
        return run(
                "bash",
                DEPENDENCIES.resolve("fetch.sh").toString(),
                "--check-signer",
                library.toString(),
                "WireGuard LLC");
    }

    @Test
    void everyFunctionThatTheProductBindsIsExported() throws IOException {
        List<String> exports = PortableExecutable.exportsOf(Files.readAllBytes(LIBRARY));
        assertThat(exports).hasSize(12);
        assertThat(exports)
                .containsAll(Arrays.stream(WireGuardLibrary.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic() && !method.isDefault())
                        .map(Method::getName)
                        .toList());
    }

    @Test
    void itsSignerIsReadAndAccepted() throws IOException, InterruptedException {
        Outcome outcome = checkSigner(LIBRARY);
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("signed by WireGuard LLC");
    }

    @Test
    void aCopyWithOneByteChangedIsRefused() throws IOException, InterruptedException {
        byte[] bytes = Files.readAllBytes(LIBRARY);
        bytes[bytes.length / 2] ^= 1;
        Path altered = Files.write(folder.resolve("wireguard.dll"), bytes);
        Outcome outcome = checkSigner(altered);
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.output()).contains("no valid signature");
    }

    @Test
    void aLibrarySignedBySomebodyElseIsRefused() throws IOException, InterruptedException {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        Outcome made = run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=WireGuard LLC",
                "-addext",
                "extendedKeyUsage=codeSigning",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        assertThat(made.code()).as(made.output()).isZero();
        Path unsigned = folder.resolve("unsigned.dll");
        Outcome stripped =
                run("osslsigncode", "remove-signature", "-in", LIBRARY.toString(), "-out", unsigned.toString());
        assertThat(stripped.code()).as(stripped.output()).isZero();
        Path forged = folder.resolve("wireguard.dll");
        Outcome signed = run(
                "osslsigncode",
                "sign",
                "-certs",
                certificate.toString(),
                "-key",
                key.toString(),
                "-in",
                unsigned.toString(),
                "-out",
                forged.toString());
        assertThat(signed.code()).as(signed.output()).isZero();

        assertThat(checkSigner(forged).code())
                .as("its authority is unknown, though it bears the name")
                .isEqualTo(6);
        assertThat(checkSigner(unsigned).code()).as("no signature at all").isEqualTo(6);
    }

    @Test
    void layoutsCompiledFromTheOfficialHeaderEqualTheTable() throws IOException, InterruptedException {
        List<String> assertions = new ArrayList<>();
        assertions.add("#include <stddef.h>");
        assertions.add("#include <winsock2.h>");
        assertions.add("#include <windows.h>");
        assertions.add("#include <ws2ipdef.h>");
        assertions.add("#include <iphlpapi.h>");
        assertions.add("#include \"wireguard.h\"");
        String source = tableOf("WIREGUARD_", assertions);
        assertThat(assertions.size())
                .as("the table knows the structs of wireguard.h")
                .isGreaterThan(20);
        Path program = Files.writeString(folder.resolve("layouts.c"), source);
        Outcome compiled = run(
                "x86_64-w64-mingw32-gcc",
                "-fsyntax-only",
                "-std=c11",
                "-w",
                "-I",
                OFFICIAL.toString(),
                program.toString());
        assertThat(compiled.code()).as(compiled.output()).isZero();

        Path wrong = Files.writeString(
                folder.resolve("wrong.c"),
                source + "_Static_assert(offsetof(WIREGUARD_PEER, Endpoint) == 80, \"off by four\");\n");
        assertThat(run(
                                "x86_64-w64-mingw32-gcc",
                                "-fsyntax-only",
                                "-std=c11",
                                "-w",
                                "-I",
                                OFFICIAL.toString(),
                                wrong.toString())
                        .code())
                .as("the comparison notices a difference")
                .isNotZero();
    }

    private static String tableOf(String prefix, List<String> lines) throws IOException {
        try (InputStream table = OfficialWireGuardTest.class.getResourceAsStream("/windows-abi.txt")) {
            assertThat(table).as("the ABI table is among the test resources").isNotNull();
            for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.strip().split("\\s+");
                if (!words[0].startsWith(prefix)) {
                    continue;
                }
                int dot = words[0].indexOf('.');
                if (dot < 0) {
                    lines.add(staticAssert("sizeof(" + words[0] + ")", words[1]));
                } else if (!words[0].endsWith(".Flags") || !words[0].startsWith("WIREGUARD_ALLOWED_IP")) {
                    // WIREGUARD_ALLOWED_IP.Flags exists since 0.11; the official header here is that of 0.10
                    String struct = words[0].substring(0, dot);
                    String field = words[0].substring(dot + 1);
                    lines.add(staticAssert("offsetof(" + struct + ", " + field + ")", words[1]));
                    lines.add(staticAssert("sizeof(((" + struct + " *)0)->" + field + ")", words[2]));
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String staticAssert(String expression, String expected) {
        String number = expected.substring(expected.indexOf('=') + 1);
        return "_Static_assert(" + expression + " == " + number + ", \"" + expression + "\");";
    }
}
