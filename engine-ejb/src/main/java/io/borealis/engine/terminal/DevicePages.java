package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.RightsListener;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which devices the pages of each operator session are at. Where the last of a session's pages was closed and none of its
 * terminals is left, the session leaves the device's tunnel; one that merely lost its connection leaves nothing. Whoever
 * has no page is not known here and keeps what he has. Thread-safe.
 */
public final class DevicePages implements RightsListener {
    /** No page is at more devices. */
    public static final int MOST_OF_PAGE = 32;

    /** Of one session no more devices are known: what is beyond keeps its tunnel. */
    static final int MOST_OF_SESSION = 256;

    /** The same of its pages, with those that may come back. */
    static final int MOST_PAGES = 64;

    private final OpenTerminals terminals;
    private final TerminalLimits limits;
    private final Ticker ticker;
    private final Leaving leaving;
    private final Map<String, Session> sessions = new HashMap<>();

    /** Takes a session's share of a tunnel back. */
    public interface Leaving {
        /** @param away asked once more right before, when nothing of the device is decided by others */
        void leave(DeviceId device, String sessionId, BooleanSupplier away);
    }

    /** What is known of one session: its pages, and the devices that they are at or were. */
    private static final class Session {
        private final Map<UUID, Page> pages = new HashMap<>();
        private final Map<DeviceId, Visit> visits = new HashMap<>();

        boolean hasPageAt(DeviceId device) {
            return pages.values().stream().anyMatch(page -> page.at.contains(device));
        }
    }

    /** A page that is there, or has lost its connection and may come back. */
    private static final class Page {
        private Set<DeviceId> at = Set.of();
        private @Nullable OpenPage connection;
        private Duration awaited = Duration.ZERO;
    }

    private static final class Visit {
        /** Whether the latest page that went had been closed. */
        private boolean left;

        private Duration awaited = Duration.ZERO;
    }

    private record Who(String sessionId, DeviceId device) {}

    DevicePages(OpenTerminals terminals, TerminalLimits limits, Ticker ticker, Leaving leaving) {
        this.terminals = terminals;
        this.limits = limits;
        this.ticker = ticker;
        this.leaving = leaving;
    }

    /** A page of the session is there; it is at no device yet. */
    public OpenPage opened(OperatorSession operator) {
        return new OpenPage(operator.sessionId());
    }

    /** The connection of one page. */
    public final class OpenPage {
        private final String sessionId;
        private @Nullable UUID page;
        private boolean over;

        private OpenPage(String sessionId) {
            this.sessionId = sessionId;
        }

        /**
         * From now on the page is at these devices and no other ones: it shows them, or used their tunnels.
         *
         * @param which the same over all connections of a page, so that one that comes back is known
         */
        public void at(UUID which, Set<DeviceId> devices) {
            synchronized (DevicePages.this) {
                if (!over && (page == null || page.equals(which))) {
                    page = which;
                    came(this, which, devices);
                }
            }
        }

        /** The connection is over. */
        public void gone(boolean saidThatItLeaves) {
            synchronized (DevicePages.this) {
                over = true;
                if (page != null) {
                    DevicePages.this.gone(this, page, saidThatItLeaves);
                }
            }
        }
    }

    private void came(OpenPage connection, UUID which, Set<DeviceId> devices) {
        Session session = sessions.computeIfAbsent(connection.sessionId, key -> new Session());
        if (session.pages.size() >= MOST_PAGES && !session.pages.containsKey(which)) {
            return;
        }
        Page page = session.pages.computeIfAbsent(which, key -> new Page());
        boolean back = page.connection != connection;
        for (DeviceId before : page.at) {
            if (!devices.contains(before)) {
                await(session, before);
            }
        }
        for (DeviceId device : devices) {
            if (back || !page.at.contains(device)) {
                visit(session, device).ifPresent(visit -> visit.left = false);
            }
        }
        page.at = devices;
        page.connection = connection;
    }

    // Beyond the bound nothing is known, so nothing is left
    private static Optional<Visit> visit(Session session, DeviceId device) {
        return session.visits.size() >= MOST_OF_SESSION && !session.visits.containsKey(device)
                ? Optional.empty()
                : Optional.of(session.visits.computeIfAbsent(device, key -> new Visit()));
    }

    private void await(Session session, DeviceId device) {
        Visit visit = session.visits.get(device);
        if (visit != null) {
            visit.awaited = ticker.elapsed().plus(limits.leavingGrace());
        }
    }

    private void gone(OpenPage connection, UUID which, boolean left) {
        Session session = sessions.get(connection.sessionId);
        Page page = session == null ? null : session.pages.get(which);
        // Another connection of the same page may have taken its place
        if (session == null || page == null || page.connection != connection) {
            return;
        }
        page.connection = null;
        page.awaited = ticker.elapsed().plus(limits.grace());
        for (DeviceId device : page.at) {
            visit(session, device).ifPresent(visit -> visit.left = left);
            await(session, device);
        }
        if (left) {
            session.pages.remove(which);
        }
    }

    /** The page that showed a terminal of this session left, and nobody came back to it. */
    synchronized void terminalLeft(String sessionId, DeviceId device) {
        Session session = sessions.get(sessionId);
        Visit visit = session == null ? null : session.visits.get(device);
        if (visit != null) {
            visit.left = true;
        }
    }

    @Override
    public void leaseEnded(TunnelId tunnel, String sessionId) {
        // Its pages are where they are; there is nothing left to leave
    }

    @Override
    public synchronized void sessionEnded(String sessionId, SessionEnd reason) {
        sessions.remove(sessionId);
    }

    /** Leaves tunnels to whose devices nobody came back in time. */
    void sweep() {
        overdue().forEach(who -> leaving.leave(who.device(), who.sessionId(), () -> isAway(who)));
    }

    private synchronized List<Who> overdue() {
        List<Who> overdue = new ArrayList<>();
        sessions.forEach((sessionId, session) -> {
            session.pages.values().removeIf(page -> page.connection == null && isPast(page.awaited));
            session.visits.entrySet().removeIf(entry -> {
                Who who = new Who(sessionId, entry.getKey());
                if (!isPast(entry.getValue().awaited) || isThere(who)) {
                    return false;
                }
                return !entry.getValue().left || overdue.add(who);
            });
        });
        sessions.values().removeIf(session -> session.pages.isEmpty() && session.visits.isEmpty());
        return overdue;
    }

    private boolean isPast(Duration time) {
        return time.compareTo(ticker.elapsed()) <= 0;
    }

    private synchronized boolean isAway(Who who) {
        return !isThere(who);
    }

    private boolean isThere(Who who) {
        Session session = sessions.get(who.sessionId());
        return (session != null && session.hasPageAt(who.device()))
                || terminals.ofSession(who.sessionId()).stream()
                        .anyMatch(terminal -> terminal.owner().device().equals(who.device()));
    }
}
