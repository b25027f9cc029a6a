package io.borealis.network.memory;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.NetworkUse;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * A host whose tunnels carry no packets. Engine and agent, in one process or in two of the same machine, meet on
 * loopback: a small authenticated datagram stands for the handshake, and servers bind a device's address inside 127/8
 * themselves. Nothing is encrypted or filtered; everything shown about it says "simulated". Thread-safe.
 */
public final class InMemoryHostNetwork implements HostNetwork {
    /** Of IPv4, whatever family a process was told to prefer: both ends must mean the same. */
    static final InetAddress LOOPBACK = TunnelAddress.parse("127.0.0.1").toInetAddress();

    /** What stands where a driver's version would. */
    public static final String DRIVER_VERSION = "simulated";

    /** What an Engine that was not told another network uses. */
    public static final TunnelNetwork DEFAULT_NETWORK = TunnelNetwork.parse("127.255.0.0/16");

    private final Faults faults = new Faults();
    private final Occupied occupied = new Occupied();
    private Optional<InMemoryListener> listener = Optional.empty();
    private Optional<InMemoryAdapter> adapter = Optional.empty();
    private boolean closed;

    /** @throws IllegalArgumentException when servers could not bind the network's addresses without privileges */
    public static void requireUsable(TunnelNetwork network) {
        if (!network.isLoopback()) {
            throw new IllegalArgumentException(
                    "the simulated network needs a tunnel network inside 127.0.0.0/8, not " + network);
        }
    }

    static void requireLoopback(TunnelAddress address) throws HostNetworkException {
        if (!address.toInetAddress().isLoopbackAddress()) {
            throw new HostNetworkException(
                    Step.ADD_ADDRESS,
                    0,
                    address + " lies outside 127.0.0.0/8: this agent runs the simulated network and the Engine does"
                            + " not; give both the same mode");
        }
    }

    @Override
    public synchronized Listener listen(ListenerSettings settings) throws HostNetworkException {
        requireOpen();
        if (listener.isPresent()) {
            throw new IllegalStateException("a listener is open already; close it first");
        }
        requireUsable(settings.network());
        faults.reach(Step.READ_HOST_NETWORK);
        occupied.requireFree(settings.network());
        faults.reach(Step.CREATE_ADAPTER);
        faults.reach(Step.CONFIGURE_LISTENER);
        faults.reach(Step.ADD_FILTERS);
        faults.reach(Step.ADD_ADDRESS);
        faults.reach(Step.BRING_UP);
        try (WireGuardSecret copy = AdmittedPeer.copyOf(settings.privateKey())) {
            InMemoryListener opened = new InMemoryListener(
                    settings, WireGuardKeyPair.of(copy).publicKey(), faults, occupied, this::forgetListener);
            listener = Optional.of(opened);
            return opened;
        }
    }

    @Override
    public synchronized Adapter install(AdapterSettings settings) throws HostNetworkException {
        requireOpen();
        if (adapter.isPresent()) {
            throw new IllegalStateException("an adapter is installed already; close it first");
        }
        faults.reach(Step.CREATE_ADAPTER);
        InMemoryAdapter installed = new InMemoryAdapter(faults, occupied, this::forgetAdapter);
        adapter = Optional.of(installed);
        return installed;
    }

    @Override
    public boolean movesPackets() {
        return false;
    }

    /** For tests of callers: the step fails with this code the next time it is reached, and only then. */
    public void failNext(Step step, int code) {
        faults.failNext(step, code);
    }

    /** For tests of callers: whether a step that is to fail was not reached yet. */
    public boolean isToFail(Step step) {
        return faults.isNext(step);
    }

    /** For tests of callers: the listener breaks down under its owner, as when a driver is removed. */
    public void loseListener() {
        currentListener().ifPresent(InMemoryListener::lose);
    }

    /** For tests of callers: this host uses a part of IPv4 for something else from now on. */
    public void occupy(NetworkUse use) {
        occupied.add(use);
    }

    /** For tests of callers: this host uses nothing any more of what it was told to {@link #occupy}. */
    public void vacate() {
        occupied.clear();
    }

    Set<PortRule> permittedTowards(TunnelAddress address) {
        return currentListener().map(open -> open.permittedTowards(address)).orElse(Set.of());
    }

    private synchronized Optional<InMemoryListener> currentListener() {
        return listener;
    }

    private synchronized void forgetListener() {
        listener = Optional.empty();
    }

    private synchronized void forgetAdapter() {
        adapter = Optional.empty();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this host network was closed");
        }
    }

    @Override
    public void close() {
        Optional<InMemoryAdapter> installed;
        synchronized (this) {
            closed = true;
            installed = adapter;
        }
        installed.ifPresent(InMemoryAdapter::close);
        currentListener().ifPresent(InMemoryListener::close);
    }
}
