package io.borealis.lab;

import io.borealis.lab.host.Grants;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import org.junit.jupiter.api.Assumptions;

/**
 * Labs for tests, of the leg that this JVM tests. Where the machine does not grant one the test fails, unless
 * {@code BOREALIS_LAB=off} leaves it out.
 */
public final class Labs {

    private Labs() {}

    /** The run of this leg for a purpose. */
    public static Run run(String purpose) {
        return Run.of(Leg.ofThisProcess().prefix() + purpose);
    }

    /**
     * Hosts and cables; nothing runs yet.
     *
     * @throws LabException when the machine does not let it be
     */
    public static Lab prepare(String purpose, String... agents) {
        Assumptions.assumeFalse("off".equals(System.getenv("BOREALIS_LAB")), "BOREALIS_LAB=off");
        Leg leg = Leg.ofThisProcess();
        if (leg == Leg.WINDOWS) {
            Legs.needWindows();
        }
        Run run = run(purpose);
        Grants.whyNoPackets(run).ifPresent(why -> {
            throw new LabException("no end-to-end test can run here: " + why + "; BOREALIS_LAB=off leaves them out");
        });
        return Lab.prepare(run, Lab.Ground.NAMESPACES, leg, agents);
    }
}
