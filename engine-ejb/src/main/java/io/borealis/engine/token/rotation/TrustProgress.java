package io.borealis.engine.token.rotation;

import io.borealis.engine.Page;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.token.AgentTrust;
import io.borealis.persistence.Database;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.device.DeviceId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Tells agents what to trust, and who of them keeps it. Thread-safe. */
public final class TrustProgress {
    private final AgentTrust trust;
    private final Database database;
    private final AgentSwitchboard switchboard;
    private final AtomicReference<String> lastTold = new AtomicReference<>("");

    public TrustProgress(AgentTrust trust, Database database, AgentSwitchboard switchboard) {
        this.trust = trust;
        this.database = database;
        this.switchboard = switchboard;
    }

    /** Tells everybody who is connected; the others are told when they come. */
    void tellEverybody() {
        stated().ifPresent(lastTold::set);
        switchboard.everybody().forEach(trust::tell);
    }

    /** Tells everybody when the authorities in the Engine's folder are others than those that were told last. */
    void tellNews() {
        if (stated().filter(now -> !now.equals(lastTold.get())).isPresent()) {
            tellEverybody();
        }
    }

    // Without an authority in the folder there is nothing to state; each agent that comes meanwhile is a line in the
    // log
    private Optional<String> stated() {
        try {
            return Optional.of(trust.stated().id());
        } catch (IllegalStateException noAuthority) {
            return Optional.empty();
        }
    }

    AgentsTold told() {
        String wanted = trust.stated().id();
        return new AgentsTold(database.read(work -> work.devices().countNotTrusting(wanted)));
    }

    /**
     * The devices that did not say yet that they keep it, by id.
     *
     * @param after the last one of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public Page<WaitingDevice> waiting(Optional<DeviceId> after, int most) {
        String wanted = trust.stated().id();
        return Page.of(database.read(work -> work.devices().pageNotTrusting(wanted, after, most + 1)), most)
                .map(this::view);
    }

    private WaitingDevice view(Device device) {
        return new WaitingDevice(
                device.id(),
                device.name(),
                device.hostname(),
                device.agentVersion(),
                switchboard.isConnected(device.id()),
                device.lastSeenAt());
    }
}
