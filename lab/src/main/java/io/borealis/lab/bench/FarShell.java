package io.borealis.lab.bench;

import java.time.Duration;

/** A shell on the device as somebody at the Engine's side holds it, by whichever way it is reached. */
interface FarShell extends AutoCloseable {

    /** Types the text; returns as soon as it is on its way. */
    void type(String text);

    /** What the shell printed. */
    Printed printed();

    /** Types, and waits until the text is printed behind everything that was printed before. */
    default long typeAndAwait(String typed, String awaited, Duration longest) {
        printed().forget();
        long began = System.nanoTime();
        type(typed);
        return printed().await(awaited, longest) - began;
    }

    @Override
    void close();
}
