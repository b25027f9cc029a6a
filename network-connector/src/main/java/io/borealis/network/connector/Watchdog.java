package io.borealis.network.connector;

import java.time.Duration;
import java.util.function.Consumer;

/** Looks after the listener and tells of its loss and return. */
final class Watchdog extends LongWork {

    private static final Duration PULSE = Duration.ofSeconds(1);

    private final ListenerSupervision supervision;
    private final Consumer<ListenerLost> herald;

    Watchdog(ListenerSupervision supervision, Consumer<ListenerLost> herald) {
        this.supervision = supervision;
        this.herald = herald;
    }

    @Override
    Duration pass() {
        return supervision
                .check()
                .map(event -> {
                    herald.accept(event);
                    return Duration.ZERO;
                })
                .orElse(PULSE);
    }
}
