package io.borealis.network.memory;

import io.borealis.network.Adapter;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/** The agent's adapter without packets: while up, it says hello to the Engine. */
final class InMemoryAdapter implements Adapter {

    private final Faults faults;
    private final Occupied occupied;
    private final Runnable whenClosed;
    private Optional<InMemoryTunnel> tunnel = Optional.empty();
    private boolean closed;

    InMemoryAdapter(Faults faults, Occupied occupied, Runnable whenClosed) {
        this.faults = faults;
        this.occupied = occupied;
        this.whenClosed = whenClosed;
    }

    @Override
    public synchronized void raise(AgentTunnel desired) throws HostNetworkException {
        if (closed) {
            throw new IllegalStateException("this adapter was closed");
        }
        if (tunnel.isPresent()) {
            throw new IllegalStateException("a tunnel is up already; drop it first");
        }
        faults.reach(Step.READ_HOST_NETWORK);
        occupied.requireFree(desired);
        requireThisMachine(desired.endpoint());
        faults.reach(Step.ADD_FILTERS);
        faults.reach(Step.ADD_ADDRESS);
        requireBindable(desired.address());
        faults.reach(Step.ADD_PEER);
        faults.reach(Step.BRING_UP);
        tunnel = Optional.of(InMemoryTunnel.open(desired, desired.endpoint().port()));
    }

    private static void requireThisMachine(Endpoint endpoint) throws HostNetworkException {
        try {
            InetAddress address = InetAddress.getByName(endpoint.host());
            if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
                throw new HostNetworkException(
                        Step.RESOLVE_ENDPOINT,
                        0,
                        endpoint.host() + " is another machine, and the simulated network ends at this one;"
                                + " run Engine and agent on one machine or set network.mode=windows");
            }
        } catch (UnknownHostException unknown) {
            throw new HostNetworkException(
                    Step.RESOLVE_ENDPOINT, 0, endpoint.host() + " has no address; check the Engine's endpoint host");
        } catch (SocketException failure) {
            throw new HostNetworkException(
                    Step.RESOLVE_ENDPOINT, 0, "this machine's interfaces cannot be read: " + failure.getMessage());
        }
    }

    private static void requireBindable(TunnelAddress address) throws HostNetworkException {
        InMemoryHostNetwork.requireLoopback(address);
        try (ServerSocket probe = new ServerSocket(0, 1, address.toInetAddress())) {
            probe.setReuseAddress(true);
        } catch (IOException failure) {
            throw new HostNetworkException(
                    Step.ADD_ADDRESS, 0, address + " cannot be bound on this machine: " + failure.getMessage());
        }
    }

    @Override
    public synchronized void permit(Set<PortRule> ports) throws HostNetworkException {
        if (tunnel.isEmpty()) {
            throw new IllegalStateException("no tunnel is up");
        }
        try {
            faults.reach(Step.ADD_FILTERS);
        } catch (HostNetworkException failure) {
            drop();
            throw failure;
        }
    }

    @Override
    public synchronized Optional<PeerStatistics> engine() {
        return tunnel.map(InMemoryTunnel::statistics);
    }

    @Override
    public synchronized void drop() {
        tunnel.ifPresent(InMemoryTunnel::close);
        tunnel = Optional.empty();
    }

    @Override
    public String driverVersion() {
        return InMemoryHostNetwork.DRIVER_VERSION;
    }

    @Override
    public synchronized void close() {
        drop();
        if (!closed) {
            closed = true;
            whenClosed.run();
        }
    }
}
