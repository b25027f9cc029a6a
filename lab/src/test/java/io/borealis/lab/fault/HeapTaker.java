package io.borealis.lab.fault;

/** Takes all the memory of the Java program into which it is loaded. Knows no other class, for that program has none. */
public final class HeapTaker {

    private static final int PIECE = 64 * 1024;

    private HeapTaker() {}

    /** Called by the Java runtime that was told to load this. */
    public static void agentmain(String argument) {
        Thread taking = new Thread(HeapTaker::take, "fault: heap");
        taking.setDaemon(true);
        taking.start();
    }

    private static void take() {
        Object[] taken = {};
        while (true) {
            taken = new Object[] {taken, new byte[PIECE]};
        }
    }
}
