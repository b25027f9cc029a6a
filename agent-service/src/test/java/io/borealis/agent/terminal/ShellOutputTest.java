package io.borealis.agent.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.Test;

class ShellOutputTest {

    private final Wire wire = new Wire();
    private final ShellOutput output = new ShellOutput(wire);

    @Test
    void theFirstByteGoesAtOnce() throws Exception {
        print("a");

        assertThat(wire.written).containsExactly("a");
    }

    @Test
    void whatIsPrintedMeanwhileGoesTogether() throws Exception {
        print("a");
        print("b");
        print("c");
        assertThat(wire.written).containsExactly("a");

        wire.done(0);

        assertThat(wire.written).containsExactly("a", "bc");
    }

    @Test
    void goesAtOnceAgainWhenNothingIsOnItsWay() throws Exception {
        print("a");
        wire.done(0);
        print("b");

        assertThat(wire.written).containsExactly("a", "b");
    }

    @Test
    void whoPrintsTooMuchWaitsUntilThereIsRoom() throws Exception {
        String half = "x".repeat(16 * 1024);
        print("first");
        print(half);
        print(half);
        CompletableFuture<Void> late = later(() -> print("late"));
        assertThat(late).isNotDone();
        assertThat(wire.written).hasSize(1);

        wire.done(0);

        await().until(late::isDone);
        assertThat(wire.written.get(1)).isEqualTo(half + half);
        wire.done(1);
        assertThat(wire.written).hasSize(3).last().isEqualTo("late");
    }

    @Test
    void theEndWaitsForWhatIsOnItsWay() throws Exception {
        print("a");
        CompletableFuture<Void> end = later(output::awaitSent);
        assertThat(end).isNotDone();

        wire.done(0);

        await().until(end::isDone);
    }

    @Test
    void whoPrintsIsToldThatTheEngineIsGone() throws Exception {
        print("a");
        wire.futures.get(0).setValue(new EOFException("gone"));

        assertThatThrownBy(() -> print("b")).isInstanceOf(IOException.class);
        output.awaitSent();
    }

    private void print(String text) throws IOException, InterruptedException {
        output.print(text.getBytes(US_ASCII), text.length());
    }

    private interface Work {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> later(Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> done.isDone() || thread.getState() == Thread.State.WAITING);
        return done;
    }

    private static final class Sent extends AbstractIoWriteFuture {
        Sent() {
            super("sent", null);
        }
    }

    /** Takes one write after the other, as a channel does, and says that it is done when the test says so. */
    private static final class Wire implements IoOutputStream {

        private final List<String> written = new CopyOnWriteArrayList<>();
        private final List<Sent> futures = new CopyOnWriteArrayList<>();

        @Override
        public IoWriteFuture writeBuffer(Buffer buffer) {
            assertThat(futures).allMatch(Sent::isDone);
            written.add(new String(buffer.getCompactData(), US_ASCII));
            Sent future = new Sent();
            futures.add(future);
            return future;
        }

        void done(int write) {
            futures.get(write).setValue(Boolean.TRUE);
        }

        @Override
        public CloseFuture close(boolean immediately) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addCloseFutureListener(SshFutureListener<CloseFuture> listener) {}

        @Override
        public void removeCloseFutureListener(SshFutureListener<CloseFuture> listener) {}

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public boolean isClosing() {
            return false;
        }
    }
}
