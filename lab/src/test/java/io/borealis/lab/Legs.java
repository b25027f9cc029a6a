package io.borealis.lab;

import io.borealis.lab.run.Installation;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * What does not run on a leg, and why. Each reason begins with a word that {@code bin/test} knows: it prints the test with
 * its reason and counts it, but as no failure.
 */
public final class Legs {

    private static final String STATED = "Leg: ";

    private Legs() {}

    /** The test holds on this leg only. */
    public static void only(Leg leg, String because) {
        Assumptions.assumeTrue(Leg.ofThisProcess() == leg, STATED + because);
    }

    /** The test needs Windows processes, whatever the leg. Not to have prepared them is a failure, no reason. */
    public static void needWindows() {
        Installation installation = new Installation(Run.of("test").tree());
        Optional<String> why = installation.whyNoPowerShell();
        Assumptions.assumeTrue(why.isEmpty(), STATED + why.orElse(""));
    }
}
