package io.borealis.engine.terminal;

import io.borealis.protocol.control.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A screen that remembers what it was told. */
final class RecordedScreen implements TerminalScreen {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<Integer> exits = new ArrayList<>();
    private final List<CloseReason> endings = new ArrayList<>();
    private String lastText = "";
    private int openings;
    private boolean held;
    private int holds;

    @Override
    public synchronized void opened(String terminalId, int windowBytes) {
        openings++;
    }

    @Override
    public synchronized void output(byte[] bytes) {
        output.writeBytes(bytes);
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
