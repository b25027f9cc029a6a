package io.borealis.lab.host;

/** A program that does nothing: what a Java process costs by itself. */
public final class Idle {

    private Idle() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("idle");
        Thread.currentThread().join();
    }
}
