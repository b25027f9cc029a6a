package io.borealis.network.connector;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a message-driven bean wants to be told; every property has a default. A bean of the container's making. */
public final class PeerEventActivation implements ActivationSpec {

    private @Nullable ResourceAdapter adapter;
    private long pollMillis = 1_000;
    private long pendingPollMillis = 15;
    private long pendingSeconds = 10;
    private long silentSeconds = 180;

    /** How often the driver is asked when all is calm. */
    public long getPollMillis() {
        return pollMillis;
    }

    public void setPollMillis(long pollMillis) {
        this.pollMillis = pollMillis;
    }

    /** How often it is asked while a fresh peer's first handshake is awaited. */
    public long getPendingPollMillis() {
        return pendingPollMillis;
    }

    public void setPendingPollMillis(long pendingPollMillis) {
        this.pendingPollMillis = pendingPollMillis;
    }

    /** How long after its admission a peer counts as fresh. */
    public long getPendingSeconds() {
        return pendingSeconds;
    }

    public void setPendingSeconds(long pendingSeconds) {
        this.pendingSeconds = pendingSeconds;
    }

    /** How long without a handshake makes a peer silent; WireGuard renews it every 120 s. */
    public long getSilentSeconds() {
        return silentSeconds;
    }

    public void setSilentSeconds(long silentSeconds) {
        this.silentSeconds = silentSeconds;
    }

    Duration poll() {
        return Duration.ofMillis(pollMillis);
    }

    Duration pendingPoll() {
        return Duration.ofMillis(pendingPollMillis);
    }

    PeerWatch newWatch() {
        return new PeerWatch(Duration.ofSeconds(silentSeconds), Duration.ofSeconds(pendingSeconds));
    }

    @Override
    public void validate() throws InvalidPropertyException {
        for (Map.Entry<String, Long> property : Map.of(
                        "pollMillis", pollMillis,
                        "pendingPollMillis", pendingPollMillis,
                        "pendingSeconds", pendingSeconds,
                        "silentSeconds", silentSeconds)
                .entrySet()) {
            if (property.getValue() < 1 || property.getValue() > 3_600_000) {
                throw new InvalidPropertyException("activation property " + property.getKey() + " has the value "
                        + property.getValue() + ", but it is 1 to 3600000: correct the message-driven bean");
            }
        }
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter resourceAdapter) {
        adapter = resourceAdapter;
    }
}
