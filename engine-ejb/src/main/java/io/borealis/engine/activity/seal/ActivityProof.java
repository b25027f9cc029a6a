package io.borealis.engine.activity.seal;

import io.borealis.engine.access.RateLimit;
import io.borealis.engine.activity.seal.ProofView.Failure;
import io.borealis.persistence.Database;
import io.borealis.persistence.activity.SealRepository;
import io.borealis.persistence.activity.SealRepository.Link;
import io.borealis.persistence.activity.SealRepository.Stretch;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.Checkpoint;
import io.borealis.protocol.device.DeviceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Proves a period of the activity: follows the chain from the row before it to the checkpoint after it, computes each hash anew
 * and checks each signature on the way. It reads batch by batch and keeps none. Thread-safe.
 */
public final class ActivityProof {
    /** So many rows are followed for one request at most. */
    public static final long MOST_ROWS = 1_000_000;

    private static final int BATCH = 1_000;
    private static final int PROOFS = 10;
    private static final Duration PROOF_INTERVAL = Duration.ofSeconds(30);

    private final Database database;
    private final ActivitySealer sealer;
    private final SealSigner signer;
    private final RateLimit proofs;

    public ActivityProof(Database database, ActivitySealer sealer, SealSigner signer, Ticker ticker) {
        this.database = database;
        this.sealer = sealer;
        this.signer = signer;
        this.proofs = new RateLimit(PROOFS, PROOF_INTERVAL, ticker);
    }

    /**
     * A public key of checkpoints and exports.
     *
     * @param keyId its fingerprint
     * @param pem X.509 SubjectPublicKeyInfo
     * @param own whether the private half is among this Engine's files
     */
    public record PublicKeyView(String keyId, String pem, boolean own) {}

    /** The keys that ever signed, and the one that signs next; the oldest first. */
    public List<PublicKeyView> keys() {
        Set<String> own = own();
        return known().entrySet().stream()
                .map(key -> new PublicKeyView(key.getKey(), pem(key.getValue()), own.contains(key.getKey())))
                .toList();
    }

    private static String pem(DeviceKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + key.toBase64() + "\n-----END PUBLIC KEY-----\n";
    }

    private Set<String> own() {
        return signer.ownKeys().stream().map(DeviceKey::fingerprint).collect(Collectors.toSet());
    }

    // What stands in the database must be the key that it is called by, or it is none
    private Map<String, DeviceKey> known() {
        Map<String, DeviceKey> keys = new LinkedHashMap<>();
        for (Checkpoint begin : database.read(work -> work.seals().beginningsOfKeys(SealSigner.MOST_KEYS))) {
            begin.publicKey().flatMap(ActivityProof::parsed).ifPresent(key -> keys.putIfAbsent(key.fingerprint(), key));
        }
        signer.ownKeys().forEach(key -> keys.putIfAbsent(key.fingerprint(), key));
        return keys;
    }

    private static Optional<DeviceKey> parsed(String base64) {
        try {
            return Optional.of(DeviceKey.parse(base64));
        } catch (MalformedValueException changed) {
            return Optional.empty();
        }
    }

    /** Proves what happened from the one moment on and before the other; all of it when both are empty. */
    public ProofResult prove(String username, Optional<Instant> from, Optional<Instant> until) {
        if (!proofs.take(username)) {
            return new ProofResult.TooOften(proofs.retryAfterSeconds());
        }
        ActivitySealer.Standing standing = sealer.sealNow();
        Optional<Stretch> stretch = database.read(work -> work.seals().stretch(from, until));
        long rows = stretch.map(some -> some.last() - some.first() + 1).orElse(0L);
        if (rows > MOST_ROWS) {
            return new ProofResult.TooLarge(rows, MOST_ROWS);
        }
        Findings findings = stretch.map(some -> walk(some, from, until)).orElseGet(Findings::none);
        Optional<Failure> failure = findings.failure().or(() -> neverSealed(from, until));
        Set<String> own = own();
        return new ProofResult.Looked(new ProofView(
                failure.isEmpty(),
                findings.rows(),
                stretch.map(Stretch::first),
                findings.last(),
                findings.checkpoints(),
                standing.sequence(),
                standing.hash(),
                standing.last(),
                standing.unsealed(),
                findings.keys(),
                findings.keys().stream().filter(key -> !own.contains(key)).toList(),
                failure));
    }

    private Optional<Failure> neverSealed(Optional<Instant> from, Optional<Instant> until) {
        return database.read(work -> work.seals().neverSealed(from, until))
                .map(row -> new Failure(
                        Optional.empty(),
                        Optional.of(row.id()),
                        "the row stands in the activity without ever having been sealed: it was not the Engine that wrote"
                                + " it, or its seal was taken away"));
    }

    private record Findings(
            long rows, Optional<Long> last, long checkpoints, List<String> keys, Optional<Failure> failure) {
        static Findings none() {
            return new Findings(0, Optional.empty(), 0, List.of(), Optional.empty());
        }
    }

    private Findings walk(Stretch stretch, Optional<Instant> from, Optional<Instant> until) {
        Optional<Checkpoint> cover = database.read(work -> work.seals().firstCheckpointFrom(stretch.last()));
        long end = cover.map(Checkpoint::sequence).orElse(stretch.last());
        ChainWalk walk = new ChainWalk(stretch.first(), before(stretch.first()), known());
        Optional<Failure> failure = Optional.empty();
        long rows = 0;
        while (failure.isEmpty() && walk.sequence() < end) {
            long begin = walk.sequence() + 1;
            long stop = Math.min(end, begin + BATCH - 1);
            Batch batch = database.read(work -> Batch.of(work.seals(), begin, stop, cover));
            failure = walk.follow(batch.links(), batch.checkpoints());
            if (failure.isEmpty() && walk.sequence() < stop) {
                failure = ChainWalk.missing(walk.sequence() + 1);
            }
            rows += batch.links().stream()
                    .filter(link -> link.seal().sequence() <= walk.sequence() && isWithin(link, from, until))
                    .count();
        }
        if (failure.isEmpty() && cover.isEmpty()) {
            failure = Optional.of(new Failure(
                    Optional.of(stretch.last()), Optional.empty(), "no checkpoint covers the end of the period"));
        }
        return new Findings(rows, Optional.of(walk.sequence()), walk.checkpoints(), List.copyOf(walk.met()), failure);
    }

    private String before(long first) {
        return database.read(work -> first == 1
                ? ChainLink.START
                : work.seals().seal(first - 1).map(seal -> seal.hash()).orElse(""));
    }

    private static boolean isWithin(Link link, Optional<Instant> from, Optional<Instant> until) {
        return link.row()
                .filter(row -> from.isEmpty() || !row.at().isBefore(from.get()))
                .filter(row -> until.isEmpty() || row.at().isBefore(until.get()))
                .isPresent();
    }

    private record Batch(List<Link> links, List<Checkpoint> checkpoints) {
        static Batch of(SealRepository seals, long first, long last, Optional<Checkpoint> cover) {
            List<Link> links = seals.links(first, last, BATCH);
            // Of the end itself no more than the one that covers it: what was signed later says nothing about the
            // period
            List<Checkpoint> over = seals.checkpointsAfter(0, first, last, BATCH + 1).stream()
                    .filter(one ->
                            cover.isEmpty() || one.number() <= cover.get().number())
                    .toList();
            return new Batch(links, over);
        }
    }
}
