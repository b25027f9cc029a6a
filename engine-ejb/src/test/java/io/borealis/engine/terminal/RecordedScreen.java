package io.borealis.engine.terminal;

import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A screen that remembers what it was told. */
final class RecordedScreen implements TerminalScreen {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<Integer> exits = new ArrayList<>();
    private final List<CloseReason> endings = new ArrayList<>();
    private final List<Replay> replays = new ArrayList<>();
    private String lastText = "";
    private final List<FromTerminal> words = new ArrayList<>();
    private final List<Runnable> untaken = new ArrayList<>();
    private boolean stalled;
    private int openings;
    private boolean held;
    private int holds;

    @Override
    public synchronized void opened(String terminalId, int windowBytes) {
        openings++;
    }

    @Override
    public synchronized void attached(String terminalId, Replay replay, int windowBytes) {
        replays.add(replay);
    }

    @Override
    public synchronized void output(byte[] bytes) {
        output.writeBytes(bytes);
    }

    @Override
    public void output(byte[] bytes, Runnable taken) {
        output(bytes);
        take(taken);
    }

    @Override
    public void tell(FromTerminal word, Runnable taken) {
        synchronized (this) {
            words.add(word);
        }
        take(taken);
    }

    private void take(Runnable taken) {
        synchronized (this) {
            if (stalled) {
                untaken.add(taken);
                return;
            }
        }
        taken.run();
    }

    /** Takes nothing more, as a socket that is not read. */
    synchronized void stall() {
        stalled = true;
    }

    /** Takes what is on its way, and what comes. */
    void goOn() {
        List<Runnable> waiting;
        synchronized (this) {
            stalled = false;
            waiting = List.copyOf(untaken);
            untaken.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** Words of a terminal that is shared. */
    synchronized List<FromTerminal> words() {
        return List.copyOf(words);
    }

    /** The latest word of its kind. */
    <T extends FromTerminal> Optional<T> last(Class<T> kind) {
        return words().stream().filter(kind::isInstance).map(kind::cast).reduce((before, after) -> after);
    }

    @Override
    public synchronized void exited(int exitCode) {
        exits.add(exitCode);
    }

    @Override
    public synchronized void holdInput(boolean hold) {
        held = hold;
        holds += hold ? 1 : 0;
    }

    @Override
    public synchronized void ended(CloseReason reason, String text) {
        endings.add(reason);
        lastText = text;
    }

    synchronized String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    synchronized int size() {
        return output.size();
    }

    synchronized int openings() {
        return openings;
    }

    /** Where the one replay begins that it was given. */
    synchronized Replay replay() {
        if (replays.size() != 1) {
            throw new AssertionError("replays: " + replays);
        }
        return replays.get(0);
    }

    synchronized byte[] bytes() {
        return output.toByteArray();
    }

    synchronized boolean isHeld() {
        return held;
    }

    /** How often input was held back. */
    synchronized int holds() {
        return holds;
    }

    synchronized List<Integer> exits() {
        return List.copyOf(exits);
    }

    synchronized List<CloseReason> endings() {
        return List.copyOf(endings);
    }

    synchronized String lastText() {
        return lastText;
    }
}
