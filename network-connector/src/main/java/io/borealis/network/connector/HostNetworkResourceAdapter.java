package io.borealis.network.connector;

import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Listener;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The Engine's end of its host's network as the container runs it: {@link #start} opens the listener, {@link #stop}
 * takes everything down. Two adapters are equal when their properties are.
 */
public final class HostNetworkResourceAdapter implements ResourceAdapter {

    private static final System.Logger LOG = System.getLogger(HostNetworkResourceAdapter.class.getName());

    private String mode = "windows";
    private String driverDirectory = "";
    private String listenPort = "30000";
    private String adapterName = "Borealis Engine";
    private String network = "";
    private String mtu = "1420";
    private String keyFile = "";
    private String home = "";
    private String serverDirectory = "";

    private final Function<AdapterConfiguration, HostNetwork> networks;
    private final List<EndpointWatch> watches = new CopyOnWriteArrayList<>();
    private @Nullable WorkManager workManager;
    private @Nullable HostNetwork host;
    private @Nullable ListenerSupervision supervision;
    private @Nullable Watchdog watchdog;
    private volatile @Nullable SharedListener listener;

    public HostNetworkResourceAdapter() {
        this(configuration -> configuration.mode().open(configuration.driverDirectory()));
    }

    HostNetworkResourceAdapter(Function<AdapterConfiguration, HostNetwork> networks) {
        this.networks = networks;
    }

    @Override
    public synchronized void start(BootstrapContext context) throws ResourceAdapterInternalException {
        AdapterConfiguration configuration = AdapterConfiguration.of(properties());
        try {
            CurrentKey key = CurrentKey.in(new ListenerKey(configuration.keyFile()));
            HostNetwork opened = networks.apply(configuration);
            host = opened;
            ListenerSupervision started = new ListenerSupervision(() -> listen(opened, configuration, key));
            supervision = started;
            started.start();
            workManager = context.getWorkManager();
            watchdog = new Watchdog(started, this::listenerLost);
            workManager.startWork(watchdog);
            listener = new SharedListener(
                    configuration, key, opened.movesPackets(), started, new Admissions(this::wakeWatches));
        } catch (IOException | HostNetworkException | ResourceException | IllegalArgumentException failure) {
            stop();
            throw new ResourceAdapterInternalException(failure.getMessage(), failure);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Listening on UDP port {0} for {1}, {2} network, driver {3}",
                Integer.toString(configuration.listenPort()),
                configuration.network(),
                configuration.mode(),
                supervision.driverVersion());
    }

    private static Listener listen(HostNetwork host, AdapterConfiguration configuration, CurrentKey key)
            throws HostNetworkException {
        Optional<WireGuardKeyPair> stored;
        try {
            stored = key.load();
        } catch (IOException unreadable) {
            throw new HostNetworkException(Step.CONFIGURE_LISTENER, 0, String.valueOf(unreadable.getMessage()));
        }
        try (WireGuardKeyPair pair = stored.orElseThrow(() -> keyIsGone(configuration))) {
            return host.listen(configuration.listenerSettings(pair.privateKey()));
        }
    }

    private static HostNetworkException keyIsGone(AdapterConfiguration configuration) {
        return new HostNetworkException(
                Step.CONFIGURE_LISTENER,
                0,
                "key file " + configuration.keyFile()
                        + " was removed or replaced while the Engine ran: restore it or restart the Engine");
    }

    private void wakeWatches() {
        watches.forEach(LongWork::wake);
    }

    private void listenerLost(ListenerLost event) {
        SharedListener shared = listener;
        if (!event.listensAgain() && shared != null) {
            shared.admissions().clear();
        }
        watches.forEach(watch -> watch.listenerLost(event));
    }

    /** Takes down listener, peers and adapter; the key file stays. Idempotent. */
    @Override
    public synchronized void stop() {
        watches.forEach(LongWork::releaseAndAwaitEnd);
        watches.clear();
        if (watchdog != null) {
            watchdog.releaseAndAwaitEnd();
            watchdog = null;
        }
        listener = null;
        if (supervision != null) {
            close("listener", supervision::close);
            supervision = null;
        }
        if (host != null) {
            close("host network", host::close);
            host = null;
        }
    }

    private interface Closing {
        void close() throws HostNetworkException;
    }

    private static void close(String what, Closing closing) {
        try {
            closing.close();
        } catch (HostNetworkException failure) {
            LOG.log(System.Logger.Level.WARNING, "The {0} did not close cleanly: {1}", what, failure.getMessage());
        }
    }

    /** @throws HostNetworkException when the adapter is not running */
    SharedListener listener() throws HostNetworkException {
        SharedListener shared = listener;
        if (shared == null) {
            throw new HostNetworkException(Step.REACH_LISTENER, 0, "the adapter is stopped; the server's log says why");
        }
        return shared;
    }

    @Override
    public synchronized void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec specification)
            throws ResourceException {
        if (!(specification instanceof PeerEventActivation activation)) {
            throw new NotSupportedException("this adapter activates " + PeerEventActivation.class.getSimpleName());
        }
        activation.validate();
        SharedListener shared = listener;
        if (shared == null || workManager == null) {
            throw new ResourceAdapterInternalException("the adapter is stopped");
        }
        EndpointWatch watch = new EndpointWatch(shared, endpoints, activation);
        workManager.startWork(watch);
        watches.add(watch);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory endpoints, ActivationSpec specification) {
        watches.stream().filter(watch -> watch.serves(endpoints)).forEach(watch -> {
            watches.remove(watch);
            watch.releaseAndAwaitEnd();
        });
    }

    /** None: the adapter takes part in no transaction. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specifications) {
        return new XAResource[0];
    }

    AdapterProperties properties() {
        return new AdapterProperties(
                mode, driverDirectory, listenPort, adapterName, network, mtu, keyFile, home, serverDirectory);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostNetworkResourceAdapter that && properties().equals(that.properties());
    }

    @Override
    public int hashCode() {
        return properties().hashCode();
    }

    // JavaBean properties, set by the container before start

    public String getMode() {
        return mode;
    }

    public void setMode(String mode) {
        this.mode = mode;
    }

    public String getDriverDirectory() {
        return driverDirectory;
    }

    public void setDriverDirectory(String driverDirectory) {
        this.driverDirectory = driverDirectory;
    }

    public String getListenPort() {
        return listenPort;
    }

    public void setListenPort(String listenPort) {
        this.listenPort = listenPort;
    }

    public String getAdapterName() {
        return adapterName;
    }

    public void setAdapterName(String adapterName) {
        this.adapterName = adapterName;
    }

    public String getNetwork() {
        return network;
    }

    public void setNetwork(String network) {
        this.network = network;
    }

    public String getMtu() {
        return mtu;
    }

    public void setMtu(String mtu) {
        this.mtu = mtu;
    }

    public String getKeyFile() {
        return keyFile;
    }

    public void setKeyFile(String keyFile) {
        this.keyFile = keyFile;
    }

    public String getHome() {
        return home;
    }

    public void setHome(String home) {
        this.home = home;
    }

    public String getServerDirectory() {
        return serverDirectory;
    }

    public void setServerDirectory(String serverDirectory) {
        this.serverDirectory = serverDirectory;
    }
}
