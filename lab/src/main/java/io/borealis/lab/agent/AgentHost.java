package io.borealis.lab.agent;

import io.borealis.lab.host.Host;
import io.borealis.lab.host.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An agent on a {@link Host}. May be stopped, killed and started again with the same identity. */
public interface AgentHost {

    /** A setting of every agent of the lab: whoever waits for it to come back waits seconds. */
    String RETRY = "engine.retry-seconds=5";

    /** Installs the agent for this Engine and gives it a code. */
    void install(URI engine, String enrollmentCode);

    /** Where it keeps its key and its enrollment. */
    Path certificates();

    /** Makes it a device that never enrolled: what an earlier one on this host kept is gone. Not while it runs. */
    default void forgetEnrollment() {
        try {
            for (String kept : List.of("enrollment.json", "device.key")) {
                Files.deleteIfExists(certificates().resolve(kept));
            }
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    void start();

    /** The agent's Java process. */
    Running process();

    /** An orderly stop; returns when the process is gone. */
    void stop();

    /** After a boot of its host: returns when the agent runs again, as it starts there at every boot. */
    void awaitStartAtBoot();

    /** SIGKILL: a crash. */
    default void kill() {
        process().kill();
    }

    Host host();

    /** What the agent wrote. */
    Path log();
}
