package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.jna.Pointer;
import io.borealis.network.Adapter;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.windows.NativeCall.Fault;
import io.borealis.protocol.access.PortRule;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every native function that the product binds, and by what it is proven. Writes the table of docs/native-coverage.md;
 * an empty cell, or a page that says something else, fails.
 */
@Tag("lab")
final class NativeCoverageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PAGE = DOCS.resolve("native-coverage.md");
    private static final Path ACCEPTANCE = DOCS.resolve("windows-acceptance.md");
    private static final Pattern ACCEPTANCE_ROW = Pattern.compile("\\| `(\\w+)` \\| ((?:WA-\\d+ ?)+)\\|");
    private static final String WRITE = "borealis.docs.write";
    private static final List<Class<?>> BINDINGS =
            List.of(WireGuardLibrary.class, IpHelperLibrary.class, FilteringLibrary.class);

    private final LabTunnel lab = new LabTunnel();

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        Lab.heal();
        lab.close();
    }

    @Test
    void everyBoundFunctionIsInTheTable() {
        assertThat(Stream.of(NativeCall.values()).map(NativeCall::name))
                .containsExactlyInAnyOrderElementsOf(BINDINGS.stream()
                        .flatMap(binding -> Stream.of(binding.getDeclaredMethods()))
                        .map(Method::getName)
                        .toList());
    }

    /** Only a function without a result has no failure to try. */
    @Test
    void everyFunctionThatCanFailIsMadeToFail() {
        Map<String, Class<?>> results = BINDINGS.stream()
                .flatMap(binding -> Stream.of(binding.getDeclaredMethods()))
                .collect(Collectors.toMap(Method::getName, Method::getReturnType));
        assertThat(Stream.of(NativeCall.values()).filter(call -> call.faults().isEmpty()))
                .allMatch(call -> results.get(call.name()) == void.class);
    }

    @Test
    void everyFunctionIsProvenAndThePageSaysHow() throws Exception {
        runEverything();
        Map<String, String> acceptance = acceptanceChecks();
        Map<String, Integer> layouts =
                AbiGateTest.layouts().stream().collect(Collectors.toMap(Layout::name, Layout::size));
        StringBuilder table = new StringBuilder();
        for (NativeCall call : NativeCall.values()) {
            assertThat(layouts.keySet()).as(call.name()).containsAll(call.structs());
            assertThat(Lab.calls(call.name()))
                    .as("calls of %s in the lab", call)
                    .isPositive();
            assertThat(acceptance).containsKey(call.name());
            // one page for both: where this runs as a Windows process, these calls were made by one
            table.append("| `%s` | %s | yes | yes | %s | %s |\n"
                    .formatted(call, layoutCell(call), faultCell(call), acceptance.get(call.name())));
        }
        String page = HEAD + table;
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("%s is not what the tests prove; write it with -D%s=true", PAGE, WRITE)
                .isEqualTo(page);
    }

    private static String layoutCell(NativeCall call) {
        return call.structs().isEmpty()
                ? "no struct (" + call.arguments() + ")"
                : call.structs().stream().map(name -> "`" + name + "`").collect(Collectors.joining(" "));
    }

    private static String faultCell(NativeCall call) {
        if (call.faults().isEmpty()) {
            return "returns nothing, so it cannot";
        }
        return call.faults().stream().map(fault -> words(call, fault)).collect(Collectors.joining("; "));
    }

    private static String words(NativeCall call, Fault fault) {
        String code = KnownCodes.spell(fault.code());
        if (call == NativeCall.FwpmEngineClose0) {
            return fault.situation().name().toLowerCase(Locale.ROOT) + ", " + code + " → tried again, nothing left";
        }
        return switch (fault.situation()) {
            case LISTEN -> "listen, " + code + " → `" + fault.step() + "`, nothing left";
            case LISTEN_BESIDE_LEFTOVERS -> "listen beside leftovers, " + code + " → `" + fault.step() + "`";
            case LISTEN_BESIDE_NAMESAKE -> "listen beside a namesake, " + code + " → `" + fault.step() + "`";
            case ADMIT -> "admit, " + code + " → `" + fault.step() + "`, peer out";
            case ADMIT_ABORTING -> "admit and undo, " + code + " → `" + fault.step() + "`, peer out";
            case EVICT -> "evict, " + code + " → `" + fault.step() + "`, finished by the next change";
            case PERMIT -> "permit, " + code + " → `" + fault.step() + "`, peer out";
            case READ -> "read, " + code + " → `" + fault.step() + "`, nothing changed";
            case COMPARE -> "compare, " + code + " → `" + fault.step() + "`, listener opened anew";
            case COMPARE_BESIDE_OVERLAP -> "compare beside an overlap, " + code + " → told all the same";
            case HEALTH -> "health, " + code + " → not healthy";
            case CLOSE -> "close, " + code + " → logged, nothing left";
            case INSTALL -> "install, " + code + " → `" + fault.step() + "`, nothing left";
            case RAISE -> "raise, " + code + " → `" + fault.step() + "`, down again";
            case AGENT_PERMIT -> "permit on the device, " + code + " → `" + fault.step() + "`, dropped";
            case DROP -> "drop, " + code + " → logged, adapter made again";
        };
    }

    private void runEverything() throws Exception {
        Lab.heal();
        InstalledFilters.Enumeration library = InstalledFilters.library();
        Pointer session = InstalledFilters.openSession(library);
        LeftoversTest.leaveProviderAndSubLayer(library, session);
        library.FwpmEngineClose0(session);
        Listener listener = lab.listen();
        listener.admit(lab.device());
        listener.permit(lab.device().publicKey(), Set.of(PortRule.parse("tcp/5000-5010")));
        assertThat(listener.isHealthy()).isTrue();
        Lab.occupy("10.253.9.1/24");
        try {
            assertThat(listener.overlap()).isPresent();
        } finally {
            Lab.vacate();
        }
        try (WindowsHostNetwork second = Lab.host()) {
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(() -> second.listen(lab.settings(LabTunnel.NETWORK)));
        }
        Adapter adapter = lab.install();
        adapter.raise(lab.tunnel());
        lab.awaitHandshake(adapter);
        assertThat(listener.peers()).hasSize(1);
        adapter.drop();
        Lab.fail(NativeCall.FwpmFilterAdd0.name(), 31, 1);
        listener.reconcile(List.of(lab.bystander()));
        listener.evict(lab.bystander().publicKey());
        lab.close();
    }

    private static Map<String, String> acceptanceChecks() throws IOException {
        Map<String, String> checks = new TreeMap<>();
        for (String line : Files.readAllLines(ACCEPTANCE, StandardCharsets.UTF_8)) {
            Matcher row = ACCEPTANCE_ROW.matcher(line);
            if (row.matches()) {
                checks.put(row.group(1), row.group(2).strip());
            }
        }
        return checks;
    }

    private static final String HEAD = """
            # Native functions, and by what each is proven

            Written by `NativeCoverageTest`; a test fails when this page says something else, when a function that the product
            binds is missing, or when a cell is empty.

            - **Layout checked**: size and offset of every field that the product uses, against `windows-abi.txt` (`AbiGateTest`).
            - **Executed in the lab**: called by the production classes on the stand-ins, in this test's own run.
            - **Run as a Windows process**: the same, when `lab/windows/unit-test` runs this test in a Windows JVM under Wine.
            - **Failure injected**: situation, code → the step that the error names and what becomes of the tunnel
              (`NativeFailureTest`, `LeftoversTest`).
            - **Acceptance**: the checks of [windows-acceptance.md](windows-acceptance.md) that prove it on a real machine.

            | function | layout checked | executed in the lab | run as a Windows process | failure injected | acceptance |
            |---|---|---|---|---|---|
            """;
}
