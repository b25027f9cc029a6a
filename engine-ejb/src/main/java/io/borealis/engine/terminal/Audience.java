package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.terminal.TerminalSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * With whom a terminal is shared, by name, and the screens that show it beside its owner's. Thread-safe; waking it costs
 * nothing while nobody watches.
 */
final class Audience {
    /** Below this a screen that only watches makes nobody's window smaller. */
    static final TerminalSize LEAST_FOR_WATCHING = new TerminalSize(80, 24);

    private final Map<String, Leave> shares = new LinkedHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** What became of a watcher that came. */
    enum Joined {
        YES,
        /** The terminal is not shared with his operator. */
        NOT_SHARED,
        TOO_MANY
    }

    /** What this person may do, if it is shared with him. */
    synchronized Optional<Leave> shareOf(String username) {
        return Optional.ofNullable(shares.get(username));
    }

    boolean may(String username, Leave wanted) {
        return shareOf(username).filter(may -> may.compareTo(wanted) >= 0).isPresent();
    }

    /** False when it is shared with so many already. */
    synchronized boolean share(String username, Leave may, int mostShares) {
        if (shares.size() >= mostShares && !shares.containsKey(username)) {
            return false;
        }
        shares.put(username, may);
        return true;
    }

    /** Those of this person's screens that showed it; empty when it was not shared with him. */
    synchronized Optional<List<Watcher>> takeBack(String username) {
        if (shares.remove(username) == null) {
            return Optional.empty();
        }
        return Optional.of(watchers.stream()
                .filter(watcher -> watcher.operator().username().equals(username))
                .toList());
    }

    synchronized Joined join(Watcher watcher, int mostWatchers) {
        if (!shares.containsKey(watcher.operator().username())) {
            return Joined.NOT_SHARED;
        }
        if (watchers.size() >= mostWatchers) {
            return Joined.TOO_MANY;
        }
        watchers.add(watcher);
        return Joined.YES;
    }

    /** False when it was not there any more. */
    synchronized boolean leave(Watcher watcher) {
        return watchers.remove(watcher);
    }

    List<Watcher> watchers(Predicate<Watcher> which) {
        return watchers.stream().filter(which).toList();
    }

    /** Names with whom it is shared. */
    synchronized Set<String> names() {
        return Set.copyOf(shares.keySet());
    }

    /** With whom it is shared and who is there, in the order in which it was shared. */
    synchronized List<FromTerminal.Guest> guests() {
        return shares.entrySet().stream()
                .map(share -> new FromTerminal.Guest(share.getKey(), share.getValue(), screens(share.getKey())))
                .toList();
    }

    private int screens(String username) {
        return watchers(watcher -> watcher.operator().username().equals(username))
                .size();
    }

    /** The smallest of the owner's size and those of the others; who only watches is not taken for less than 80×24. */
    TerminalSize smallest(TerminalSize own) {
        TerminalSize smallest = own;
        for (Watcher watcher : watchers) {
            TerminalSize size = watcher.size();
            if (!may(watcher.operator().username(), Leave.TYPE)) {
                size = larger(size, LEAST_FOR_WATCHING);
            }
            smallest = new TerminalSize(
                    Math.min(smallest.columns(), size.columns()), Math.min(smallest.rows(), size.rows()));
        }
        return smallest;
    }

    private static TerminalSize larger(TerminalSize one, TerminalSize other) {
        return new TerminalSize(Math.max(one.columns(), other.columns()), Math.max(one.rows(), other.rows()));
    }

    /** There is more output. Waits for nobody. */
    void wake() {
        for (Watcher watcher : watchers) {
            watcher.wake();
        }
    }

    /** What those who watch are told beside the output has changed. */
    void tellNews() {
        watchers.forEach(Watcher::tellNews);
    }

    void holdInput(boolean hold) {
        watchers.forEach(watcher -> watcher.holdInput(hold));
    }

    /** The terminal has ended. Called in the output's turn. */
    void end(ReplayRing ring, OptionalInt exit, String text) {
        String how = exit.isPresent() ? "exit code " + exit.getAsInt() : text;
        watchers.forEach(watcher -> watcher.endWith(ring, exit, how));
    }
}
