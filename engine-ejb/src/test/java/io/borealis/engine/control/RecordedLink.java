package io.borealis.engine.control;

import io.borealis.protocol.control.CloseReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A link whose other end is silent. */
class RecordedLink implements AgentLink {
    final List<CloseReason> closings = new CopyOnWriteArrayList<>();
    final AtomicInteger pings = new AtomicInteger();

    @Override
    public void send(String text) {}

    @Override
    public void ping() {
        pings.incrementAndGet();
    }

    @Override
    public void close(CloseReason reason, String text) {
        closings.add(reason);
    }

    @Override
    public String localAddress() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }
}
