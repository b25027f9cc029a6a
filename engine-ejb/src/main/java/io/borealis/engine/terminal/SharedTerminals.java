package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.List;
import java.util.Optional;

/** Terminals that their owners share with others by name, and take back. Thread-safe. */
public final class SharedTerminals {
    /** A terminal is shared with no more people. */
    public static final int MOST_SHARES = 16;

    private final OpenTerminals open;
    private final TerminalRights rights;
    private final TerminalActivity activity;
    private final Watchers watchers;

    SharedTerminals(OpenTerminals open, TerminalRights rights, TerminalActivity activity, Watchers watchers) {
        this.open = open;
        this.rights = rights;
        this.activity = activity;
        this.watchers = watchers;
    }

    /** Shares this session's terminal with a person who shares its tunnel, or changes what he may do there. */
    public ShareResult share(OperatorSession owner, String terminalId, String with, Leave may) {
        Optional<Terminal> found = open.find(terminalId, owner.sessionId());
        if (found.isEmpty() || found.get().hasEnded()) {
            return notThere(owner, terminalId, found);
        }
        Terminal terminal = found.get();
        Audience audience = terminal.audience();
        Optional<Leave> before = audience.shareOf(with);
        if (before.isEmpty()
                && !rights.sharesBeside(
                        owner.sessionId(), with, terminal.owner().tunnel())) {
            return new ShareResult.NotInTunnel(with);
        }
        if (before.isEmpty() && audience.names().size() >= MOST_SHARES) {
            return new ShareResult.TooMany(MOST_SHARES);
        }
        TerminalOwner who = as(owner, terminal);
        String detail = name(terminal) + ", with " + with + ", who may " + may.wireName();
        if (before.isEmpty()) {
            activity.write(ActivityEvent.TERMINAL_SHARED, who, detail);
        }
        if (may == Leave.TYPE && before.filter(may::equals).isEmpty()) {
            activity.write(ActivityEvent.TERMINAL_KEYBOARD_GIVEN, who, name(terminal) + ", to " + with);
        }
        if (!audience.share(with, may, MOST_SHARES)) {
            return new ShareResult.TooMany(MOST_SHARES);
        }
        if (may == Leave.WATCH && before.filter(Leave.TYPE::equals).isPresent()) {
            activity.tell(ActivityEvent.TERMINAL_KEYBOARD_TAKEN, who, name(terminal) + ", from " + with);
        }
        terminal.screens().changed();
        return new ShareResult.Shared(guest(audience, with, may));
    }

    private static FromTerminal.Guest guest(Audience audience, String with, Leave may) {
        return audience.guests().stream()
                .filter(guest -> guest.operator().equals(with))
                .findFirst()
                .orElseGet(() -> new FromTerminal.Guest(with, may, 0));
    }

    /** Shares it with this person no more: his screens show nothing from this moment. */
    public ShareResult takeBack(OperatorSession owner, String terminalId, String from) {
        Optional<Terminal> found = open.find(terminalId, owner.sessionId());
        if (found.isEmpty()) {
            return notThere(owner, terminalId, found);
        }
        Terminal terminal = found.get();
        Optional<List<Watcher>> screens = terminal.audience().takeBack(from);
        if (screens.isEmpty()) {
            return new ShareResult.NotShared(from);
        }
        watchers.end(screens.get(), CloseReason.SHARE_ENDED, "its owner took the terminal back");
        activity.tell(ActivityEvent.TERMINAL_SHARE_ENDED, as(owner, terminal), name(terminal) + ", with " + from);
        terminal.screens().changed();
        return new ShareResult.TakenBack();
    }

    private ShareResult notThere(OperatorSession owner, String terminalId, Optional<Terminal> found) {
        Optional<String> how = found.map(Terminal::endText).or(() -> open.howEnded(terminalId, owner.sessionId()));
        return how.isPresent() ? new ShareResult.Ended(how.get()) : new ShareResult.NoTerminal();
    }

    /** Those terminals of a tunnel that this session opened, and those that are shared with its operator. */
    public TerminalsResult list(OperatorSession who, TunnelId tunnel) {
        TerminalRights.Footing footing = rights.footing(who, tunnel);
        if (footing == TerminalRights.Footing.NO_TUNNEL) {
            return new TerminalsResult.NoTunnel(tunnel);
        }
        if (footing == TerminalRights.Footing.NOT_YOURS) {
            return new TerminalsResult.NotYours(tunnel);
        }
        return new TerminalsResult.Found(open.of(tunnel).stream()
                .filter(terminal -> !terminal.hasEnded())
                .filter(terminal -> isOf(who, terminal)
                        || terminal.audience().shareOf(who.username()).isPresent())
                .map(terminal -> view(who, terminal))
                .toList());
    }

    private static boolean isOf(OperatorSession who, Terminal terminal) {
        return terminal.sessionId().equals(who.sessionId());
    }

    private static TerminalView view(OperatorSession who, Terminal terminal) {
        boolean own = isOf(who, terminal);
        TerminalOwner owner = terminal.owner();
        return new TerminalView(
                terminal.id(),
                owner.tunnel(),
                owner.device(),
                owner.operator().username(),
                own ? Optional.empty() : terminal.audience().shareOf(who.username()),
                terminal.screens().size(),
                own ? terminal.audience().guests() : List.of());
    }

    private static String name(Terminal terminal) {
        return "terminal " + terminal.id();
    }

    private static TerminalOwner as(OperatorSession who, Terminal terminal) {
        return new TerminalOwner(
                who, terminal.owner().device(), terminal.owner().tunnel());
    }
}
