package io.borealis.web.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.engine.terminal.Replay;
import io.borealis.engine.terminal.TerminalScreen;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.web.SocketClosing;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;

/**
 * A terminal's screen at the far end of a WebSocket. Never waits: what is on its way is bounded by the terminal's own
 * window, which the browser opens by acknowledging.
 */
final class BrowserScreen implements TerminalScreen {

    private static final ObjectMapper JSON = ProtocolJson.mapper();

    private final Session session;
    private final Intake intake;
    private final OutputFrames frames = new OutputFrames(this::send);

    BrowserScreen(Session session, Intake intake) {
        this.session = session;
        this.intake = intake;
    }

    @Override
    public void opened(String terminalId, int windowBytes) {
        say(new FromTerminal.Opened(terminalId, 0, windowBytes, FromTerminal.MAX_INPUT_BYTES));
    }

    @Override
    public void attached(String terminalId, Replay replay, int windowBytes) {
        say(new FromTerminal.Attached(
                terminalId,
                replay.offset(),
                replay.liveFrom(),
                replay.restore(),
                windowBytes,
                FromTerminal.MAX_INPUT_BYTES));
    }

    @Override
    public void output(byte[] bytes) {
        if (session.isOpen()) {
            frames.print(bytes);
        }
    }

    @Override
    public void output(byte[] bytes, Runnable taken) {
        send(ByteBuffer.wrap(bytes), taken);
    }

    private void send(ByteBuffer message, Runnable taken) {
        if (session.isOpen()) {
            session.getAsyncRemote().sendBinary(message, sent -> goOn(sent, taken));
        }
    }

    @Override
    public void tell(FromTerminal word, Runnable taken) {
        if (session.isOpen()) {
            String text = write(word);
            frames.behind(() -> session.getAsyncRemote().sendText(text, sent -> goOn(sent, taken)));
        }
    }

    private void goOn(SendResult sent, Runnable taken) {
        closeWhenBroken(sent);
        if (sent.isOK()) {
            taken.run();
        }
    }

    @Override
    public void exited(int exitCode) {
        say(new FromTerminal.Exited(exitCode));
    }

    @Override
    public void holdInput(boolean hold) {
        intake.hold(hold);
    }

    /** Nothing of this message was typed. */
    void refuse(FromTerminal.Input what, int mostBytes) {
        say(new FromTerminal.InputRefused(what, mostBytes));
    }

    @Override
    public void ended(CloseReason reason, String text) {
        // The other end's goodbye is to be heard
        intake.hold(false);
        frames.behind(() -> SocketClosing.close(session, reason, text));
    }

    private void say(FromTerminal word) {
        if (session.isOpen()) {
            String text = write(word);
            frames.behind(() -> session.getAsyncRemote().sendText(text, this::closeWhenBroken));
        }
    }

    private static String write(FromTerminal word) {
        try {
            return JSON.writerFor(FromTerminal.class).writeValueAsString(word);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every word of a terminal can be written", impossible);
        }
    }

    private void closeWhenBroken(SendResult sent) {
        if (!sent.isOK()) {
            SocketClosing.close(session, CloseReason.FAILED, "the browser takes no more output");
        }
    }
}
