package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands on this host for a tunnel besides its filters: options, address and route of the adapter. Knows in which
 * order it comes and goes, and that going never stops half way. Immutable.
 */
record TunnelEnd(
        DriverAdapter adapter, IpInterface ip, TunnelAddress address, TunnelAddress routePrefix, int routeLength) {

    private static final Logger LOG = System.getLogger(TunnelEnd.class.getName());

    void stand(int mtu) throws HostNetworkException {
        ip.harden(mtu);
        ip.addAddress(address);
        ip.addRoute(routePrefix, routeLength);
    }

    /**
     * Down, peers, address, route: each is tried whatever became of the one before it.
     *
     * @param last what the adapter is left with; it replaces the peers
     * @return the first failure; all are logged
     */
    Optional<HostNetworkException> takeDown(Configuration last) {
        Failures failures = new Failures();
        failures.attempt(adapter::down);
        failures.attempt(() -> adapter.configure(Step.REMOVE_PEER, last));
        failures.attempt(() -> ip.removeAddress(address));
        failures.attempt(() -> ip.removeRoute(routePrefix, routeLength));
        return Optional.ofNullable(failures.first);
    }

    private static final class Failures {
        private @Nullable HostNetworkException first;

        private void attempt(Retries.Attempt attempt) {
            try {
                attempt.run();
            } catch (HostNetworkException failed) {
                LOG.log(Level.WARNING, "While taking a tunnel down: {0}", failed.getMessage());
                first = first == null ? failed : first;
            }
        }
    }
}
