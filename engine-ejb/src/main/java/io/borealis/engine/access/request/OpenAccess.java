package io.borealis.engine.access.request;

import io.borealis.persistence.access.FiledRequest;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * When access that is open ends: by the time of day in its row, and never later than its time counted from now on, so that
 * a clock that is put back makes nothing longer. Thread-safe.
 */
final class OpenAccess {
    private final Map<UUID, End> ends = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Ticker ticker;

    private record End(Instant at, Duration mark) {}

    OpenAccess(Clock clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    /** It is open from now on, or was before this Engine started. */
    void add(FiledRequest request) {
        Instant at = request.endsAt().orElseThrow();
        Duration whole = request.time().orElseThrow();
        Duration left = Duration.between(clock.instant(), at);
        Duration counted = left.compareTo(whole) > 0 ? whole : left;
        ends.putIfAbsent(request.id(), new End(at, ticker.elapsed().plus(counted)));
    }

    void remove(UUID id) {
        ends.remove(id);
    }

    /** Whose time is over. */
    List<UUID> due() {
        Instant now = clock.instant();
        Duration mark = ticker.elapsed();
        return ends.entrySet().stream()
                .filter(entry -> !entry.getValue().at().isAfter(now)
                        || entry.getValue().mark().compareTo(mark) <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Makes what is counted here the same as the rows. */
    void keepOnly(Collection<FiledRequest> rows) {
        ends.keySet().retainAll(rows.stream().map(FiledRequest::id).collect(Collectors.toSet()));
        rows.forEach(this::add);
    }
}
