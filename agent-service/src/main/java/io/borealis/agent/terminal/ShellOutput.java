package io.borealis.agent.terminal;

import java.io.IOException;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a shell prints, on its way to the Engine. The first byte goes at once; what is printed while it is on its way goes
 * together, as large as it has become. Whoever prints waits when too much has gathered. Thread-safe.
 */
final class ShellOutput {

    /** A packet of SSH as large as the Engine takes: while one is on its way, the next gathers. */
    private static final int MOST_GATHERED = 32 * 1024;

    private final IoOutputStream engine;
    private byte[] gathered = new byte[MOST_GATHERED];
    private byte[] spare = new byte[MOST_GATHERED];
    private int length;
    private boolean sending;
    private boolean broken;

    ShellOutput(IoOutputStream engine) {
        this.engine = engine;
    }

    /**
     * Sends the bytes, or lets them go with the next ones.
     *
     * @param count at most half of what may gather
     * @throws IOException when the Engine takes nothing any more
     */
    void print(byte[] bytes, int count) throws IOException, InterruptedException {
        synchronized (this) {
            while (!broken && length + count > MOST_GATHERED) {
                wait();
            }
            if (broken) {
                throw new IOException("the channel to the Engine is gone");
            }
            System.arraycopy(bytes, 0, gathered, length, count);
            length += count;
            if (sending) {
                return;
            }
            sending = true;
        }
        sendAll();
    }

    /** Waits until all of it is sent, or cannot be. */
    synchronized void awaitSent() throws InterruptedException {
        while (sending && !broken) {
            wait();
        }
    }

    private void sendAll() {
        try {
            @Nullable IoWriteFuture sent = sendGathered();
            while (sent != null && sent.isWritten()) {
                sent = sendGathered();
            }
            if (sent != null) {
                sent.addListener(this::sent);
            }
        } catch (IOException closed) {
            breakOff();
        }
    }

    private void sent(IoWriteFuture done) {
        if (done.isWritten()) {
            sendAll();
        } else {
            breakOff();
        }
    }

    private @Nullable IoWriteFuture sendGathered() throws IOException {
        byte[] next;
        int count;
        synchronized (this) {
            count = length;
            if (count == 0) {
                sending = false;
                notifyAll();
                return null;
            }
            next = gathered;
            gathered = spare;
            spare = next;
            length = 0;
            notifyAll();
        }
        return engine.writeBuffer(new ByteArrayBuffer(next, 0, count));
    }

    private synchronized void breakOff() {
        broken = true;
        sending = false;
        notifyAll();
    }
}
