package io.borealis.lab.agent;

import io.borealis.lab.host.Host;
import io.borealis.lab.host.Link;
import io.borealis.lab.host.PacketCapture;
import io.borealis.lab.run.LabException;
import java.util.Optional;

/**
 * An enrolled agent of a lab.
 *
 * @param id what the Engine calls it
 * @param cable to the Engine's host; empty when everything is simulated
 */
public record LabAgent(String id, AgentHost service, Optional<Link> cable) {

    public Host host() {
        return service.host();
    }

    public String hostname() {
        return host().name();
    }

    /** Starts to capture what goes over the agent's cable. */
    public PacketCapture capture(String name) {
        return PacketCapture.on(cable.orElseThrow(() -> new LabException("a simulated agent has no cable")), name);
    }
}
