package io.borealis.engine.activity;

import java.time.Instant;

/** Where the lines of reverse_tunnel.log go besides. */
public interface LineReceiver extends AutoCloseable {
    /** Nowhere. */
    LineReceiver NOBODY = new LineReceiver() {
        @Override
        public void take(Instant at, String line) {}

        @Override
        public void close() {}
    };

    /** One line, without its time and without an end of line. By the thread that wrote it: must not wait, must not throw. */
    void take(Instant at, String line);

    /** Sends what can be sent now. */
    @Override
    void close();
}
