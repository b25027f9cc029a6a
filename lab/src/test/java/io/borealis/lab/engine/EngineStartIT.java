package io.borealis.lab.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.lab.Legs;
import io.borealis.lab.host.FreeNetwork;
import io.borealis.lab.host.Leftovers;
import io.borealis.lab.host.LinuxHost;
import io.borealis.lab.host.Outpost;
import io.borealis.lab.run.Folders;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An Engine that cannot start, and what whoever starts it is told. */
class EngineStartIT {

    private final Run run = Run.of("engine-start-under-test");

    @BeforeEach
    void clean() {
        Assumptions.assumeFalse("off".equals(System.getenv("BOREALIS_LAB")), "BOREALIS_LAB=off");
        Leftovers.remove(run);
    }

    @AfterEach
    void removeAll() {
        Leftovers.remove(run);
        Folders.delete(run.folder());
    }

    @Test
    void thatCannotStartIsToldByTheSentenceOfItsLog() {
        Legs.only(Leg.QUICK, "the sentence is read from the same log of the same server on both legs");
        LinuxHost host = LinuxHost.inOwnNamespace(run, "engine");
        EngineHost engine = new EngineHost(
                host,
                new Installation(run.tree()),
                new EngineSettings(
                        List.of("localhost"),
                        8443,
                        9990,
                        30000,
                        FreeNetwork.on(host),
                        false,
                        List.of(new Account("admin", "not-asked-for", "admin")),
                        List.of()));
        try (Outpost neighbour = host.outpost()) {
            neighbour.listenUdp(30000);

            assertThatThrownBy(engine::start)
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("UDP port 30000 is used by another program")
                    .hasMessageContaining("free it or configure another listen port");
        }
    }
}
