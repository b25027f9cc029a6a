package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.jna.Pointer;
import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.windows.FilteringLayouts.DisplayData;
import io.borealis.network.windows.FilteringLayouts.Provider;
import io.borealis.network.windows.FilteringLayouts.SubLayer;
import io.borealis.network.windows.NativeCall.Fault;
import io.borealis.network.windows.NativeCall.Situation;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands on the host before us: our own leftovers are cleaned, everybody else's property is left alone. */
@Tag("lab")
final class LeftoversTest {

    private final LabTunnel lab = new LabTunnel();
    private final InstalledFilters.Enumeration library = InstalledFilters.library();

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        Lab.heal();
        lab.close();
        assertThat(Lab.traces()).isEmpty();
    }

    @Test
    void cleansProviderAndSubLayerThatWereLeft() throws Exception {
        leaveProviderAndSubLayer();
        assertThat(lab.listen().isHealthy()).isTrue();
    }

    static Stream<Arguments> whileCleaning() {
        return NativeFailureTest.faults(Situation.LISTEN_BESIDE_LEFTOVERS);
    }

    @ParameterizedTest
    @MethodSource("whileCleaning")
    void doesNotListenBesideLeftoversThatStay(NativeCall call, Fault fault) throws Exception {
        leaveProviderAndSubLayer();
        Lab.fail(call.name(), fault.code(), 0);
        NativeFailureTest.assertFails(fault, lab::listen);
        Lab.heal();
        assertThat(lab.listen().isHealthy()).isTrue();
    }

    @Test
    void refusesASecondEngineOnTheSameHost() throws Exception {
        Listener first = lab.listen();
        try (WindowsHostNetwork second = Lab.host()) {
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(() -> second.listen(lab.settings(TunnelNetwork.parse("10.252.0.0/16"))))
                    .withMessageContaining("another Borealis Engine runs on this host");
            ListenerSettings otherName = new ListenerSettings(
                    "Borealis Other", 30252, TunnelNetwork.parse("10.252.0.0/16"), 1420, LabTunnel.randomSecret());
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(() -> second.listen(otherName))
                    .withMessageContaining("another Borealis process of the same kind");
        }
        assertThat(first.isHealthy()).isTrue();
    }

    static Stream<Arguments> whileLookingAtTheNamesake() {
        return NativeFailureTest.faults(Situation.LISTEN_BESIDE_NAMESAKE);
    }

    @ParameterizedTest
    @MethodSource("whileLookingAtTheNamesake")
    void doesNotTouchAnAdapterThatItCannotIdentify(NativeCall call, Fault fault) throws Exception {
        try (WindowsHostNetwork other = Lab.host();
                Adapter namesake = other.install(new AdapterSettings(LabTunnel.ENGINE_NAME))) {
            List<String> before = Lab.traces();
            Lab.fail(call.name(), fault.code(), 0);
            NativeFailureTest.assertFails(fault, lab::listen);
            assertThat(Lab.traces()).isEqualTo(before);
            assertThat(namesake.engine()).isEmpty();
        }
    }

    @Test
    void leavesANamesakeOfAnotherProductAlone() throws Exception {
        try (WindowsHostNetwork other = Lab.host();
                Adapter namesake = other.install(new AdapterSettings(LabTunnel.ENGINE_NAME))) {
            List<String> before = Lab.traces();
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(lab::listen)
                    .withMessageContaining("another product has an adapter named \"" + LabTunnel.ENGINE_NAME + "\"")
                    .satisfies(failure -> assertThat(failure.step()).isEqualTo(Step.CREATE_ADAPTER));
            assertThat(Lab.traces()).isEqualTo(before);
            assertThat(namesake.engine()).isEmpty();
        }
    }

    private void leaveProviderAndSubLayer() {
        Pointer session = InstalledFilters.openSession(library);
        leaveProviderAndSubLayer(library, session);
        assertThat(library.FwpmEngineClose0(session)).isZero();
    }

    /** As a product would that does not use dynamic sessions. */
    static void leaveProviderAndSubLayer(FilteringLibrary library, Pointer session) {
        try (Arena arena = new Arena()) {
            Pointer name = arena.utf16("left behind");
            Struct provider = Struct.in(arena, Provider.LAYOUT).put(Provider.KEY, Role.ENGINE.provider());
            provider.inline(Provider.DISPLAY_DATA, DisplayData.LAYOUT).put(DisplayData.NAME, name);
            assertThat(library.FwpmProviderAdd0(session, provider.pointer(), null))
                    .isZero();
            Struct subLayer = Struct.in(arena, SubLayer.LAYOUT)
                    .put(SubLayer.KEY, Role.ENGINE.subLayer())
                    .put(SubLayer.PROVIDER_KEY, arena.guid(Role.ENGINE.provider()));
            subLayer.inline(SubLayer.DISPLAY_DATA, DisplayData.LAYOUT).put(DisplayData.NAME, name);
            assertThat(library.FwpmSubLayerAdd0(session, subLayer.pointer(), null))
                    .isZero();
        }
    }
}
