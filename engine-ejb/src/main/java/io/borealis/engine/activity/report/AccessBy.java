package io.borealis.engine.activity.report;

import io.borealis.persistence.activity.AccessHistory;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What access is summed up by. */
public enum AccessBy {
    OPERATOR(AccessHistory.Key.OPERATOR),
    DEVICE(AccessHistory.Key.DEVICE),
    /** The site to which a device belongs now. */
    SITE(AccessHistory.Key.SITE);

    private final AccessHistory.Key key;

    AccessBy(AccessHistory.Key key) {
        this.key = key;
    }

    AccessHistory.Key key() {
        return key;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is written so; empty when there is none. */
    public static Optional<AccessBy> named(String wireName) {
        return Stream.of(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }
}
