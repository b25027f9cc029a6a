package io.borealis.engine.terminal;

import io.borealis.protocol.tunnel.TunnelId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which terminals are open in which tunnel; a place is reserved before a shell is started. Thread-safe. */
final class OpenTerminals {
    private final int mostPerTunnel;
    private final Map<TunnelId, Set<Terminal>> open = new HashMap<>();
    private final Map<TunnelId, Integer> places = new HashMap<>();

    OpenTerminals(int mostPerTunnel) {
        this.mostPerTunnel = mostPerTunnel;
    }

    synchronized boolean reserve(TunnelId tunnel) {
        int taken = places.getOrDefault(tunnel, 0);
        if (taken >= mostPerTunnel) {
            return false;
        }
        places.put(tunnel, taken + 1);
        return true;
    }

    /** Gives a reserved place back. */
    synchronized void release(TunnelId tunnel) {
        places.computeIfPresent(tunnel, (key, taken) -> taken == 1 ? null : taken - 1);
    }

    synchronized void add(TunnelId tunnel, Terminal terminal) {
        open.computeIfAbsent(tunnel, key -> new HashSet<>()).add(terminal);
    }

    /** Forgets the terminal and gives its place back. */
    synchronized void remove(TunnelId tunnel, Terminal terminal) {
        Set<Terminal> terminals = open.get(tunnel);
        if (terminals != null && terminals.remove(terminal)) {
            if (terminals.isEmpty()) {
                open.remove(tunnel);
            }
            release(tunnel);
        }
    }

    synchronized List<Terminal> of(TunnelId tunnel) {
        return List.copyOf(open.getOrDefault(tunnel, Set.of()));
    }

    synchronized List<Terminal> all() {
        return open.values().stream().flatMap(Set::stream).toList();
    }
}
