package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.EngineHome;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.token.EngineKeys;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.ConflictException;
import io.borealis.persistence.DatabaseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight operators do what they like with twenty agents while things go wrong, all at once. Each run has a seed that
 * chooses what is done; who is faster is up to the machine, so a seed tells what to look at and not always the same story.
 * {@code -Dborealis.property.seed=N -Dborealis.property.runs=1} tries one again.
 */
class TunnelPropertyTest {
    private static final int RUNS = 2_000;
    private static final int RUNS_OF_A_FLEET = 250;
    private static final int DEEDS = 3;
    private static final int TROUBLEMAKERS = 2;

    @TempDir
    private Path root;

    @Test
    void keepsItsPromisesWhateverHappensInWhateverOrder() throws Exception {
        long first = Long.getLong("borealis.property.seed", new Random().nextLong());
        int runs = Integer.getInteger("borealis.property.runs", RUNS);
        System.out.println("tunnel property: " + runs + " runs, seeds from " + first);
        EngineKeys keys = keys();
        ExecutorService people = Executors.newFixedThreadPool(Fleet.OPERATORS + TROUBLEMAKERS);
        try {
            for (int done = 0; done < runs; done += RUNS_OF_A_FLEET) {
                runFleet(keys, people, first + done, Math.min(RUNS_OF_A_FLEET, runs - done));
            }
        } finally {
            people.shutdownNow();
        }
    }

    private EngineKeys keys() throws IOException {
        EngineHome home = new EngineHome(root);
        Files.createDirectories(home.certificates());
        try (InputStream ca = EngineFixture.class.getResourceAsStream("/ca.pem")) {
            Files.write(home.caCertificate(), Objects.requireNonNull(ca).readAllBytes());
        }
        return EngineKeys.at(home);
    }

    private void runFleet(EngineKeys keys, ExecutorService people, long first, int runs) throws Exception {
        try (Fleet fleet = new Fleet(new EngineHome(root), keys)) {
            Promises promises = new Promises(fleet);
            for (long seed = first; seed < first + runs; seed++) {
                run(fleet, people, seed);
                assertThat(fleet.whileStill(promises::broken))
                        .as("seed " + seed)
                        .isEmpty();
            }
            assertThat(fleet.whileStill(promises::brokenStories))
                    .as("seeds " + first + " to " + (first + runs - 1))
                    .isEmpty();
        }
    }

    private static void run(Fleet fleet, ExecutorService people, long seed) throws Exception {
        Random chance = new Random(seed);
        Disturbance disturbance = new Disturbance(fleet);
        disturbance.shatter(chance);
        List<Future<?>> deeds = new ArrayList<>();
        for (OperatorSession operator : fleet.operators()) {
            Random own = new Random(chance.nextLong());
            deeds.add(people.submit(() -> repeat(() -> disturbance.operate(operator, own))));
        }
        for (int i = 0; i < TROUBLEMAKERS; i++) {
            Random own = new Random(chance.nextLong());
            deeds.add(people.submit(() -> repeat(() -> disturbance.disturb(own))));
        }
        for (Future<?> deed : deeds) {
            await(deed, seed);
        }
        settle(fleet);
    }

    private static void repeat(Runnable deed) {
        for (int i = 0; i < DEEDS; i++) {
            try {
                deed.run();
            } catch (ConflictException | DatabaseUnavailableException refused) {
                // the database was told to refuse: the person would try again
            }
        }
    }

    private static void await(Future<?> deed, long seed) throws InterruptedException {
        try {
            deed.get();
        } catch (ExecutionException bug) {
            throw new AssertionError("seed " + seed, bug.getCause());
        }
    }

    // Each step of the driver that still has to fail may spoil one pulse: the last one finds it working
    private static void settle(Fleet fleet) throws HostNetworkException {
        fleet.threads().awaitQuiet();
        fleet.database().behave();
        for (int i = 0; i <= Disturbance.STEPS.size(); i++) {
            fleet.engine().tunnels().sweep();
            fleet.threads().awaitQuiet();
            fleet.engine().tunnels().pulse();
            fleet.threads().awaitQuiet();
        }
    }
}
