package io.borealis.web.terminal;

import io.borealis.engine.terminal.AttachResult;
import io.borealis.engine.terminal.TerminalResult;
import io.borealis.protocol.control.CloseReason;
import io.borealis.web.SocketClosing;
import jakarta.websocket.Session;

/** What a browser is told that gets no terminal: a code of its own for each reason. */
final class TerminalRefusals {

    private TerminalRefusals() {}

    /** Of a terminal that was not opened. */
    static void close(Session session, TerminalResult result) {
        if (result instanceof TerminalResult.NotYours) {
            SocketClosing.close(session, CloseReason.FORBIDDEN, "this session does not share the tunnel");
        } else if (result instanceof TerminalResult.TooMany many) {
            SocketClosing.close(
                    session, CloseReason.TOO_MUCH, "the tunnel has " + many.most() + " terminals; close one");
        } else if (result instanceof TerminalResult.Failed failed) {
            SocketClosing.close(session, CloseReason.FAILED, failed.detail());
        } else {
            SocketClosing.close(session, CloseReason.NO_TUNNEL, "the tunnel is not up");
        }
    }

    /** Of one that was not attached to. */
    static void close(Session session, AttachResult result) {
        if (result instanceof AttachResult.Ended ended) {
            SocketClosing.close(session, CloseReason.TERMINAL_ENDED, "the terminal has ended: " + ended.how());
        } else if (result instanceof AttachResult.NoSuchOffset beyond) {
            SocketClosing.close(
                    session,
                    CloseReason.NO_SUCH_OFFSET,
                    "output of this terminal has the offsets 0 to " + beyond.end() + "; 0 begins with the oldest kept");
        } else if (result instanceof AttachResult.TooMany many) {
            SocketClosing.close(
                    session, CloseReason.TOO_MUCH, many.most() + " screens show other people's terminals already");
        } else {
            SocketClosing.close(session, CloseReason.NO_TERMINAL, "this session has no such terminal; open a new one");
        }
    }
}
