package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.network.AdapterSettings;
import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkContract;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The production classes satisfy the contract, moving real WireGuard packets. */
@Tag("lab")
final class WindowsHostNetworkTest extends HostNetworkContract {

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        agentHost.close();
        engineHost.close();
        assertThat(Lab.traces()).isEmpty();
    }

    @Test
    void givesWindowsTimeAtTheFirstInstallationAndAnswersSoonAfterAFailedOne() throws Exception {
        Patience patience = new Patience(
                new Retries(6, Duration.ofMillis(1), Duration.ofMillis(1)),
                Lab.PATIENCE.ipInterface(),
                Lab.PATIENCE.bringUp(),
                Lab.PATIENCE.filters());
        Lab.heal();
        Lab.fail("WireGuardCreateAdapter", 31, 0);
        try (WindowsHostNetwork host = new WindowsHostNetwork(DriverLibrary.onLibraryPath(), patience)) {
            assertThatThrownBy(() -> host.install(AdapterSettings.DEFAULT)).isInstanceOf(HostNetworkException.class);
            assertThat(Lab.calls("WireGuardCreateAdapter")).isEqualTo(6);
            assertThatThrownBy(() -> host.install(AdapterSettings.DEFAULT)).isInstanceOf(HostNetworkException.class);
            assertThat(Lab.calls("WireGuardCreateAdapter")).isEqualTo(6 + 3);
            Lab.heal();
            assertThat(host.install(AdapterSettings.DEFAULT).driverVersion()).isNotEmpty();
        } finally {
            Lab.heal();
        }
    }

    @Override
    protected void occupy(HostNetwork host, TunnelNetwork network) throws Exception {
        Lab.occupy(network.engineAddress() + "/" + network.prefixLength());
    }

    @Override
    protected void vacate(HostNetwork host) throws Exception {
        Lab.vacate();
    }

    @Override
    protected HostNetwork openHost() {
        return Lab.host();
    }

    @Override
    protected TunnelNetwork tunnelNetwork() {
        return TunnelNetwork.parse("10.253.0.0/16");
    }

    @Override
    protected TunnelNetwork unusableNetwork() {
        return TunnelNetwork.parse("8.8.0.0/16");
    }

    @Override
    protected Set<PortRule> permittedTowards(TunnelAddress device) {
        return InstalledFilters.permittedTowards(device);
    }
}
