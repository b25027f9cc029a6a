package io.borealis.engine.token;

import io.borealis.engine.EngineHome;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells before the certificates end that the Engine was started with, while there is time to make others: 30, 14, 7, 3 and 1
 * days before and when it happened, each once in a run of the Engine. A certificate that was put in place since is in use
 * only after the next start, so the one before is watched until then. What a certificate lasts to is wall time. Not
 * thread-safe: for one timer.
 */
public final class CertificateWatch {
    private static final Logger LOG = System.getLogger(CertificateWatch.class.getName());
    private static final List<Integer> DAYS = List.of(1, 3, 7, 14, 30);
    private static final int NOT_YET = Integer.MAX_VALUE;
    private static final int OVER = 0;

    private final Clock clock;
    private final List<Ending> endings;
    /** The stage that was told last, in days. */
    private final Map<Ending, Integer> told = new HashMap<>();

    /** @param cure what an administrator does about it */
    private record Ending(String what, Instant end, String cure) {}

    private CertificateWatch(List<Ending> endings, Clock clock) {
        this.endings = endings;
        this.clock = clock;
    }

    /**
     * Reads what the Engine's home has now. A home without certificates of ours is one whose server has others, and whoever
     * made those watches them.
     *
     * @param password of the server's key store, {@code borealis.tls.password}
     */
    public static CertificateWatch at(EngineHome home, Optional<String> password, Clock clock) {
        List<Ending> endings = new ArrayList<>();
        Path server = home.certificates().resolve("server.p12");
        if (password.isPresent() && Files.exists(server)) {
            read(server, () -> inStore(server, password.get()))
                    .ifPresent(end -> endings.add(new Ending(
                            "the TLS certificate of the Engine",
                            end,
                            "make another with make-certificates --rotate-server and restart the Engine")));
        }
        Path authority = home.caCertificate();
        if (Files.exists(authority)) {
            read(authority, () -> first(authority))
                    .ifPresent(end -> endings.add(new Ending(
                            "the certificate authority of the Engine",
                            end,
                            "make another with make-certificates --rotate-ca, while the devices are connected")));
        }
        return new CertificateWatch(endings, clock);
    }

    private interface Reading {
        Certificate read() throws GeneralSecurityException, IOException;
    }

    private static Optional<Instant> read(Path file, Reading reading) {
        try {
            return Optional.of(reading.read())
                    .filter(X509Certificate.class::isInstance)
                    .map(found -> ((X509Certificate) found).getNotAfter().toInstant());
        } catch (GeneralSecurityException | IOException unreadable) {
            LOG.log(Level.WARNING, "nobody watches when " + file + " ends, because it cannot be read", unreadable);
            return Optional.empty();
        }
    }

    private static Certificate inStore(Path file, String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, password.toCharArray());
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return store.getCertificate(alias);
            }
        }
        throw new GeneralSecurityException("it has no key");
    }

    private static Certificate first(Path file) throws GeneralSecurityException, IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        }
    }

    /** To be called now and then: writes a row about each certificate that came nearer to its end. */
    public void look(ActivityLog activity) {
        for (Ending ending : endings) {
            int stage = stageOf(Duration.between(clock.instant(), ending.end()));
            if (stage < told.getOrDefault(ending, NOT_YET)) {
                told.put(ending, stage);
                activity.writeOrLater(ActivityEntry.of(ActivityEvent.CERTIFICATE_ENDING)
                        .because(ending.what() + (stage == OVER ? " ended at " : " ends at ") + ending.end() + ": "
                                + ending.cure()));
            }
        }
    }

    private static int stageOf(Duration left) {
        if (left.isNegative()) {
            return OVER;
        }
        return DAYS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst()
                .orElse(NOT_YET);
    }
}
