package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borealis.network.Adapter;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.PeerStatistics;
import io.borealis.network.windows.NativeCall.Fault;
import io.borealis.network.windows.NativeCall.Situation;
import io.borealis.protocol.access.PortRule;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every native call fails once in every situation that matters: step and code are told, no peer is half in, nothing is
 * left behind, and the next attempt succeeds.
 */
@Tag("lab")
final class NativeFailureTest {

    private final LabTunnel lab = new LabTunnel();

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

    static Stream<Arguments> faults(Situation... situations) {
        return Stream.of(NativeCall.values()).flatMap(call -> call.faults().stream()
                .filter(fault -> List.of(situations).contains(fault.situation()))
                .map(fault -> Arguments.of(call, fault)));
    }

    static Stream<Arguments> whileListening() {
        return faults(Situation.LISTEN);
    }

    @ParameterizedTest
    @MethodSource("whileListening")
    void doesNotListen(NativeCall call, Fault fault) throws Exception {
        Lab.fail(call.name(), fault.code(), 0);
        assertFails(fault, lab::listen);
        Lab.heal();
        assertThat(Lab.traces()).isEmpty();
        assertThat(lab.listen().isHealthy()).isTrue();
    }

    static Stream<Arguments> whileAdmitting() {
        return faults(Situation.ADMIT, Situation.ADMIT_ABORTING);
    }

    @ParameterizedTest
    @MethodSource("whileAdmitting")
    void leavesThePeerOut(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        listener.admit(lab.bystander());
        if (fault.situation() == Situation.ADMIT_ABORTING) {
            Lab.fail(NativeCall.FwpmFilterAdd0.name(), fault.code(), 1);
        }
        Lab.fail(call.name(), fault.code(), 1);

        assertFails(fault, () -> listener.admit(lab.device()));

        Lab.heal();
        assertOnlyBystander(listener);
        listener.admit(lab.device());
        assertThat(listener.peers()).hasSize(2);
        assertThat(InstalledFilters.permittedTowards(lab.device().address())).isEqualTo(LabTunnel.PORTS);
    }

    static Stream<Arguments> whileEvicting() {
        return faults(Situation.EVICT);
    }

    @ParameterizedTest
    @MethodSource("whileEvicting")
    void takesAwayWhatItCanAndTheRestWithTheNextChange(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        listener.reconcile(List.of(lab.bystander(), lab.device()));
        Lab.fail(call.name(), fault.code(), 1);

        assertFails(fault, () -> listener.evict(lab.device().publicKey()));

        Lab.heal();
        boolean peerStays = call == NativeCall.WireGuardSetConfiguration;
        assertThat(listener.peers()).hasSize(peerStays ? 2 : 1);
        assertThat(InstalledFilters.permittedTowards(lab.device().address()).isEmpty())
                .isEqualTo(peerStays);
        listener.evict(lab.device().publicKey());
        assertOnlyBystander(listener);
    }

    static Stream<Arguments> whilePermitting() {
        return faults(Situation.PERMIT);
    }

    @ParameterizedTest
    @MethodSource("whilePermitting")
    void evictsAPeerWhosePortsCannotBeReplaced(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        listener.reconcile(List.of(lab.bystander(), lab.device()));
        Lab.fail(call.name(), fault.code(), 1);

        assertFails(fault, () -> listener.permit(lab.device().publicKey(), Set.of(PortRule.tcp(22))));

        Lab.heal();
        assertOnlyBystander(listener);
    }

    static Stream<Arguments> whileReading() {
        return faults(Situation.READ);
    }

    @ParameterizedTest
    @MethodSource("whileReading")
    void saysThatThePeersCannotBeRead(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        listener.admit(lab.bystander());
        Lab.fail(call.name(), fault.code(), 0);

        assertFails(fault, listener::peers);
        assertFails(fault, () -> listener.peer(lab.bystander().publicKey()));
        assertFails(fault, () -> listener.reconcile(List.of(lab.device())));

        Lab.heal();
        assertOnlyBystander(listener);
    }

    static Stream<Arguments> whileAskedForHealth() {
        return faults(Situation.HEALTH);
    }

    @ParameterizedTest
    @MethodSource("whileAskedForHealth")
    void isNotHealthyWhenItCannotTell(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        Lab.fail(call.name(), fault.code(), 1);
        assertThat(listener.isHealthy()).isFalse();
        // without its filters an adapter must not stay up
        assertThat(listener.isHealthy()).isEqualTo(call != NativeCall.FwpmFilterGetById0);
    }

    static Stream<Arguments> whileClosing() {
        return faults(Situation.CLOSE);
    }

    @ParameterizedTest
    @MethodSource("whileClosing")
    void closesWhateverFails(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        listener.admit(lab.device());
        Lab.fail(call.name(), fault.code(), 1);
        listener.close();
        assertThat(Lab.traces()).isEmpty();
    }

    static Stream<Arguments> whileInstalling() {
        return faults(Situation.INSTALL);
    }

    @ParameterizedTest
    @MethodSource("whileInstalling")
    void doesNotInstall(NativeCall call, Fault fault) throws Exception {
        Lab.fail(call.name(), fault.code(), 0);
        assertFails(fault, lab::install);
        Lab.heal();
        assertThat(Lab.traces()).isEmpty();
        assertThat(lab.install().engine()).isEmpty();
    }

    static Stream<Arguments> whileRaising() {
        return faults(Situation.RAISE);
    }

    @ParameterizedTest
    @MethodSource("whileRaising")
    void staysDown(NativeCall call, Fault fault) throws Exception {
        lab.listen().admit(lab.device());
        Adapter adapter = lab.install();
        List<String> before = Lab.traces();
        Lab.fail(call.name(), fault.code(), call == NativeCall.WireGuardSetAdapterState ? 2 : 1);

        assertFails(fault, () -> adapter.raise(lab.tunnel()));

        Lab.heal();
        assertThat(adapter.engine()).isEmpty();
        assertThat(Lab.traces()).isEqualTo(before);
        adapter.raise(lab.tunnel());
        lab.awaitHandshake(adapter);
    }

    static Stream<Arguments> whileDropping() {
        return faults(Situation.DROP);
    }

    @ParameterizedTest
    @MethodSource("whileDropping")
    void dropsByMakingTheAdapterAgain(NativeCall call, Fault fault) throws Exception {
        lab.listen().admit(lab.device());
        Adapter adapter = lab.install();
        int before = Lab.traces().size();
        adapter.raise(lab.tunnel());
        Lab.fail(call.name(), fault.code(), 1);

        adapter.drop();

        assertThat(adapter.engine()).isEmpty();
        assertThat(Lab.traces()).hasSize(before);
        adapter.raise(lab.tunnel());
        lab.awaitHandshake(adapter);
    }

    /** Neither the address could be taken away nor could the adapter be made again. */
    @Test
    void makesTheAdapterAtTheNextRaiseWhenItCouldNotBeMadeBefore() throws Exception {
        lab.listen().admit(lab.device());
        Adapter adapter = lab.install();
        adapter.raise(lab.tunnel());
        Lab.fail(NativeCall.DeleteUnicastIpAddressEntry.name(), 87, 1);
        Lab.fail(NativeCall.WireGuardCreateAdapter.name(), 31, 0);

        assertFails(new Fault(Situation.DROP, 31, HostNetworkException.Step.CREATE_ADAPTER), adapter::drop);

        assertThat(adapter.engine()).isEmpty();
        assertThat(Lab.adapters()).hasSize(1);
        Lab.heal();
        adapter.raise(lab.tunnel());
        lab.awaitHandshake(adapter);
    }

    static Stream<Arguments> whilePermittingOnTheAgent() {
        return faults(Situation.AGENT_PERMIT);
    }

    @ParameterizedTest
    @MethodSource("whilePermittingOnTheAgent")
    void dropsATunnelWhosePortsCannotBeReplaced(NativeCall call, Fault fault) throws Exception {
        Adapter adapter = lab.install();
        int before = Lab.traces().size();
        adapter.raise(lab.tunnel());
        Lab.fail(call.name(), fault.code(), 1);

        assertFails(fault, () -> adapter.permit(Set.of(PortRule.tcp(22))));

        Lab.heal();
        assertThat(adapter.engine()).isEmpty();
        assertThat(Lab.traces()).hasSize(before);
    }

    private void assertOnlyBystander(Listener listener) throws HostNetworkException {
        assertThat(listener.peers())
                .extracting(PeerStatistics::publicKey)
                .containsExactly(lab.bystander().publicKey());
        assertThat(InstalledFilters.permittedTowards(lab.device().address())).isEmpty();
        assertThat(InstalledFilters.permittedTowards(lab.bystander().address())).isEqualTo(LabTunnel.PORTS);
    }

    static void assertFails(Fault fault, ThrowingCallable call) {
        assertThatExceptionOfType(HostNetworkException.class).isThrownBy(call).satisfies(failure -> {
            assertThat(failure.step()).isEqualTo(Objects.requireNonNull(fault.step()));
            assertThat(failure.code()).isEqualTo(fault.code());
            assertThat(failure).hasMessageContaining(failure.step().name());
            assertThat(failure).hasMessageContaining(KnownCodes.spell(fault.code()));
        });
    }
}
