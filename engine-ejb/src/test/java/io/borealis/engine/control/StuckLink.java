package io.borealis.engine.control;

import java.util.concurrent.CountDownLatch;

/** A link whose other end takes nothing, so that whoever sends waits. */
final class StuckLink extends RecordedLink {
    final CountDownLatch release = new CountDownLatch(1);

    @Override
    public void send(String text) {
        try {
            release.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
