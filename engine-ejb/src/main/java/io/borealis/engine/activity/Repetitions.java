package io.borealis.engine.activity;

import io.borealis.engine.activity.ActivityEvent.Bound;
import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often what anybody can cause happened, so that nobody can fill the activity: of each event and source the first few
 * have rows of their own, the others are counted until {@link #drain}. Bounded: when it remembers as many sources as it
 * may, further ones are counted together; no count is lost. Thread-safe.
 */
final class Repetitions {
    static final int ROWS_PER_SOURCE = 10;
    /** Of one event from anybody, whatever the number of addresses. */
    static final int ROWS_PER_EVENT = 100;
    /** Rows with a count, of one event; what is beyond shares one more row. */
    static final int COUNTS_PER_EVENT = 20;

    private static final int MOST_SOURCES = 20_000;

    private record Key(ActivityEvent event, String source) {}

    /** What was counted for one source. */
    private static final class Tally {
        private int written;
        private long counted;
        private ActivityEntry latest;

        Tally(ActivityEntry first) {
            this.latest = first;
        }
    }

    private final Ticker ticker;
    private final Map<Key, Tally> bySource = new HashMap<>();
    private final Map<ActivityEvent, Integer> writtenOf = new EnumMap<>(ActivityEvent.class);
    private final Map<ActivityEvent, Long> beyond = new EnumMap<>(ActivityEvent.class);
    private Duration begin;

    Repetitions(Ticker ticker) {
        this.ticker = ticker;
        this.begin = ticker.elapsed();
    }

    /** Whether the entry gets a row of its own; what does not is to be given to {@link #count}. */
    synchronized boolean admits(ActivityEntry entry) {
        Bound bound = entry.event().bound();
        if (bound == Bound.NONE) {
            return true;
        }
        Optional<Tally> tally = tallyOf(entry);
        int written = writtenOf.getOrDefault(entry.event(), 0);
        if (tally.isEmpty()
                || tally.get().written >= ROWS_PER_SOURCE
                || (bound == Bound.BY_ADDRESS && written >= ROWS_PER_EVENT)) {
            return false;
        }
        tally.get().written++;
        writtenOf.put(entry.event(), written + 1);
        return true;
    }

    /** Counts what has no row; what is never bounded is not counted either. */
    synchronized void count(ActivityEntry entry) {
        if (entry.event().bound() == Bound.NONE) {
            return;
        }
        Optional<Tally> tally = tallyOf(entry);
        if (tally.isPresent()) {
            tally.get().counted++;
            tally.get().latest = entry;
        } else {
            beyond.merge(entry.event(), 1L, Long::sum);
        }
    }

    private Optional<Tally> tallyOf(ActivityEntry entry) {
        Key key = new Key(entry.event(), source(entry));
        if (bySource.size() >= MOST_SOURCES && !bySource.containsKey(key)) {
            return Optional.empty();
        }
        return Optional.of(bySource.computeIfAbsent(key, fresh -> new Tally(entry)));
    }

    private static String source(ActivityEntry entry) {
        return switch (entry.event().bound()) {
            case BY_ADDRESS -> entry.remoteAddress().map(AddressBlock::of).orElse("");
            case BY_DEVICE -> entry.device().map(Object::toString).orElse("");
            case BY_OPERATOR -> entry.username().orElse("");
            case NONE -> "";
        };
    }

    /** What was counted since the last time; counting begins anew. */
    synchronized Counts drain() {
        Counts counts = new Counts(Map.copyOf(bySource), Map.copyOf(beyond), begin, ticker.since(begin));
        bySource.clear();
        writtenOf.clear();
        beyond.clear();
        begin = ticker.elapsed();
        return counts;
    }

    /** Takes back what could not be written: it is counted on. */
    synchronized void restore(Counts counts) {
        counts.bySource.forEach((key, tally) -> {
            Tally now = bySource.get(key);
            if (now != null) {
                now.counted += tally.counted;
            } else if (bySource.size() < MOST_SOURCES) {
                tally.written = 0;
                bySource.put(key, tally);
            } else {
                beyond.merge(key.event(), tally.counted, Long::sum);
            }
        });
        counts.beyond.forEach((event, number) -> beyond.merge(event, number, Long::sum));
        begin = counts.begin;
    }

    /** What was counted in one stretch of time. */
    static final class Counts {
        private final Map<Key, Tally> bySource;
        private final Map<ActivityEvent, Long> beyond;
        private final Duration begin;
        private final long seconds;

        private Counts(Map<Key, Tally> bySource, Map<ActivityEvent, Long> beyond, Duration begin, Duration time) {
            this.bySource = bySource;
            this.beyond = beyond;
            this.begin = begin;
            this.seconds = Math.max(1, time.toSeconds());
        }

        /** As entries to be written; the sources with the highest counts first. */
        List<ActivityEntry> entries() {
            return Arrays.stream(ActivityEvent.values())
                    .flatMap(event -> countsOf(event).stream())
                    .toList();
        }

        private List<ActivityEntry> countsOf(ActivityEvent event) {
            List<Map.Entry<Key, Tally>> counted = bySource.entrySet().stream()
                    .filter(each -> each.getKey().event() == event && each.getValue().counted > 0)
                    .sorted(Comparator.comparing((Map.Entry<Key, Tally> each) -> -each.getValue().counted))
                    .toList();
            // Devices and people are known, so their number is bounded; addresses are anybody's
            int most = event.bound() == Bound.BY_ADDRESS ? COUNTS_PER_EVENT : counted.size();
            List<ActivityEntry> counts = new ArrayList<>();
            counted.stream().limit(most).forEach(each -> counts.add(countOf(each.getKey(), each.getValue())));
            long others = beyond.getOrDefault(event, 0L)
                    + counted.stream()
                            .skip(most)
                            .mapToLong(each -> each.getValue().counted)
                            .sum();
            if (others > 0) {
                counts.add(
                        ActivityEntry.of(event).because(others + " more from many other sources in " + seconds + " s"));
            }
            return counts;
        }

        private ActivityEntry countOf(Key key, Tally tally) {
            ActivityEntry latest = tally.latest;
            String sentence = tally.counted + " more from " + key.source() + " in " + seconds + " s; the last: "
                    + latest.username().map(name -> name + ", ").orElse("")
                    + latest.detail().orElse("");
            // Who is named in the last one need not be named in the others
            Optional<String> username = key.event().bound() == Bound.BY_OPERATOR ? latest.username() : Optional.empty();
            return new ActivityEntry(
                    key.event(),
                    key.event().bound() == Bound.BY_DEVICE ? latest.device() : Optional.empty(),
                    Optional.empty(),
                    username,
                    latest.remoteAddress(),
                    Optional.of(sentence));
        }
    }
}
