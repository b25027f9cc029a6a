package io.borealis.engine.terminal;

import io.borealis.protocol.tunnel.TunnelId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which terminals are open in which tunnel; a place is reserved before a shell is started. Thread-safe. */
final class OpenTerminals {
    private static final int MOST_ENDED = 1_000;

    private final int mostPerTunnel;
    private final Map<TunnelId, Set<Terminal>> open = new HashMap<>();
    private final Map<TunnelId, Integer> places = new HashMap<>();
    private final Map<String, Past> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Past> eldest) {
            return size() > MOST_ENDED;
        }
    };

    /** Whose terminal it was, with whom he shared it, and how it ended. */
    private record Past(String sessionId, Set<String> guests, String how) {}

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

    synchronized void add(Terminal terminal) {
        open.computeIfAbsent(terminal.owner().tunnel(), key -> new HashSet<>()).add(terminal);
    }

    /** The terminal of this name in the tunnel, if it is this session's. */
    synchronized Optional<Terminal> find(TunnelId tunnel, String id, String sessionId) {
        return open.getOrDefault(tunnel, Set.of()).stream()
                .filter(terminal ->
                        terminal.id().equals(id) && terminal.sessionId().equals(sessionId))
                .findFirst();
    }

    /** The terminal of this name, if it is this session's, in whichever tunnel. */
    synchronized Optional<Terminal> find(String id, String sessionId) {
        return open.keySet().stream()
                .flatMap(tunnel -> find(tunnel, id, sessionId).stream())
                .findFirst();
    }

    /** The terminal of this name in the tunnel, if it is shared with this person. */
    synchronized Optional<Terminal> findShared(TunnelId tunnel, String id, String username) {
        return open.getOrDefault(tunnel, Set.of()).stream()
                .filter(terminal -> terminal.id().equals(id)
                        && terminal.audience().shareOf(username).isPresent())
                .findFirst();
    }

    /** How this session's terminal of this name ended; of so many only the latest are known. */
    synchronized Optional<String> howEnded(String id, String sessionId) {
        return Optional.ofNullable(ended.get(id))
                .filter(past -> past.sessionId().equals(sessionId))
                .map(Past::how);
    }

    /** The same of one that was shared with this person when it ended. */
    synchronized Optional<String> howSharedEnded(String id, String username) {
        return Optional.ofNullable(ended.get(id))
                .filter(past -> past.guests().contains(username))
                .map(Past::how);
    }

    /** Remembers of the terminal how it ended, and gives its place back. */
    synchronized void remove(Terminal terminal) {
        TunnelId tunnel = terminal.owner().tunnel();
        Set<Terminal> terminals = open.get(tunnel);
        if (terminals != null && terminals.remove(terminal)) {
            ended.put(
                    terminal.id(),
                    new Past(terminal.sessionId(), terminal.audience().names(), terminal.endText()));
            if (terminals.isEmpty()) {
                open.remove(tunnel);
            }
            release(tunnel);
        }
    }

    synchronized List<Terminal> of(TunnelId tunnel) {
        return List.copyOf(open.getOrDefault(tunnel, Set.of()));
    }

    /** The terminals in the tunnel that this session opened. */
    List<Terminal> of(TunnelId tunnel, String sessionId) {
        return ofSession(of(tunnel), sessionId);
    }

    /** The terminals that this session opened, in whichever tunnel. */
    List<Terminal> ofSession(String sessionId) {
        return ofSession(all(), sessionId);
    }

    private static List<Terminal> ofSession(List<Terminal> terminals, String sessionId) {
        return terminals.stream()
                .filter(terminal -> terminal.sessionId().equals(sessionId))
                .toList();
    }

    synchronized List<Terminal> all() {
        return open.values().stream().flatMap(Set::stream).toList();
    }
}
