package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkContract;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

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
