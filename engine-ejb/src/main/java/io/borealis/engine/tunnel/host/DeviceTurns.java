package io.borealis.engine.tunnel.host;

import io.borealis.protocol.device.DeviceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Decisions about one device are made one at a time; those about different devices never wait for each other. Thread-safe. */
public final class DeviceTurns {
    private final Map<DeviceId, Turn> turns = new ConcurrentHashMap<>();

    private static final class Turn {
        final ReentrantLock lock = new ReentrantLock(true);
        // How many hold or await it; guarded by the map
        int users;
    }

    public <T> T inTurn(DeviceId device, Supplier<T> decision) {
        Turn turn = turns.compute(device, (key, before) -> {
            Turn used = before == null ? new Turn() : before;
            used.users++;
            return used;
        });
        turn.lock.lock();
        try {
            return decision.get();
        } finally {
            turn.lock.unlock();
            turns.computeIfPresent(device, (key, used) -> --used.users == 0 ? null : used);
        }
    }

    public void run(DeviceId device, Runnable decision) {
        inTurn(device, () -> {
            decision.run();
            return Boolean.TRUE;
        });
    }
}
