package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borealis.network.Adapter;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Listener;
import io.borealis.network.NetworkOverlap;
import io.borealis.network.windows.NativeCall.Fault;
import io.borealis.network.windows.NativeCall.Situation;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What of this host's own network keeps the tunnels out of it, as the production classes read it. */
@Tag("lab")
final class NetworkClaimTest {

    private final LabTunnel lab = new LabTunnel();

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        Lab.heal();
        Lab.nameServers();
        lab.close();
        assertThat(Lab.traces()).isEmpty();
    }

    private static String sentence(Listener listener) throws HostNetworkException {
        return listener.overlap().map(NetworkOverlap::sentence).orElse("");
    }

    @Test
    void refusesTheNetworkOfANameServer() throws Exception {
        Lab.nameServers("192.0.2.53", "10.253.7.53", "2001:db8::53");
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(lab::listen)
                .satisfies(failure -> assertThat(failure.step()).isEqualTo(Step.CLAIM_NETWORK))
                .withMessageMatching(
                        "CLAIM_NETWORK failed: the tunnel network 10\\.253\\.0\\.0/16 overlaps the name server"
                                + " 10\\.253\\.7\\.53 of this host's interface \"[a-z0-9]+\": set borealis\\.network\\.network to a"
                                + " network that is free here, for instance [0-9.]+/16 or [0-9.]+/16");
        Lab.nameServers();
        assertThat(lab.listen().overlap()).isEmpty();
    }

    @Test
    void seesRoutesAndTheirGateways() throws Exception {
        Listener listener = lab.listen();
        Lab.occupy("172.29.5.1/24");
        try {
            assertThat(sentence(listener)).isEmpty();
            Lab.route("10.253.128.0/17");
            assertThat(sentence(listener)).contains("the route 10.253.128.0/17", "\"" + Lab.NEIGHBOUR + "\"");
        } finally {
            Lab.vacate();
        }
        Lab.occupy("172.29.5.1/24");
        try {
            Lab.route("198.51.100.0/24", "via", "10.253.9.1", "onlink");
            assertThat(sentence(listener)).contains("the gateway 10.253.9.1 ");
            Lab.route("10.0.0.0/8");
            assertThat(sentence(listener)).contains("the route 10.0.0.0/8").doesNotContain("for instance 10.");
        } finally {
            Lab.vacate();
        }
    }

    /** Packets to everywhere are not packets to the tunnels' network. */
    @Test
    void doesNotMindTheDefaultRoute() throws Exception {
        Lab.occupy("172.29.5.1/24");
        try {
            Lab.route("default");
            Lab.route("0.0.0.0/1");
            Lab.route("128.0.0.0/1");
            assertThat(sentence(lab.listen())).isEmpty();
        } finally {
            Lab.vacate();
        }
    }

    @Test
    void readsListsOfAnyLength() throws Exception {
        String[] servers =
                Stream.iterate(1, n -> n + 1).limit(14).map(n -> "192.0.2." + n).toArray(String[]::new);
        Lab.nameServers(servers);
        Listener listener = lab.listen();
        long before = Lab.calls(NativeCall.GetAdaptersAddresses.name());
        Lab.fail(NativeCall.GetAdaptersAddresses.name(), Win32.ERROR_BUFFER_OVERFLOW, 2);
        assertThat(listener.overlap()).isEmpty();
        assertThat(Lab.calls(NativeCall.GetAdaptersAddresses.name()) - before).isEqualTo(3);
    }

    @Test
    void takesNothingForNothing() throws Exception {
        Listener listener = lab.listen();
        Lab.fail(NativeCall.GetIpForwardTable2.name(), Win32.ERROR_NOT_FOUND, 1);
        Lab.fail(NativeCall.GetUnicastIpAddressTable.name(), Win32.ERROR_NOT_FOUND, 1);
        Lab.fail(NativeCall.GetAdaptersAddresses.name(), Win32.ERROR_NO_DATA, 1);
        assertThat(listener.overlap()).isEmpty();
    }

    static Stream<Arguments> whileComparing() {
        return NativeFailureTest.faults(Situation.COMPARE);
    }

    @ParameterizedTest
    @MethodSource("whileComparing")
    void saysThatTheHostsNetworkCannotBeRead(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        listener.admit(lab.device());
        Adapter adapter = lab.install();
        Lab.fail(call.name(), fault.code(), 0);

        NativeFailureTest.assertFails(fault, listener::overlap);
        NativeFailureTest.assertFails(fault, () -> adapter.raise(lab.tunnel()));

        Lab.heal();
        assertThat(adapter.engine()).isEmpty();
        assertThat(listener.overlap()).isEmpty();
        assertThat(listener.peers()).hasSize(1);
    }

    static Stream<Arguments> whileNaming() {
        return NativeFailureTest.faults(Situation.COMPARE_BESIDE_OVERLAP);
    }

    /** An interface that cannot be named any more is still none of ours. */
    @ParameterizedTest
    @MethodSource("whileNaming")
    void tellsAnOverlapWhoseInterfaceCannotBeNamed(NativeCall call, Fault fault) throws Exception {
        Listener listener = lab.listen();
        Lab.occupy("10.253.9.1/24");
        try {
            Lab.fail(call.name(), fault.code(), 0);
            Optional<NetworkOverlap> overlap = listener.overlap();
            assertThat(overlap.orElseThrow().sentence()).contains("10.253.");
        } finally {
            Lab.vacate();
        }
    }
}
