package io.borealis.lab.access;

import io.borealis.lab.attack.RawConnection;
import io.borealis.lab.engine.EngineClient;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A request of a session that runs: its head and the first byte of its body are sent, the rest never comes. */
final class HalfRequest implements AutoCloseable {

    private final RawConnection connection;
    private final CompletableFuture<Void> over;

    private HalfRequest(RawConnection connection) {
        this.connection = connection;
        this.over = CompletableFuture.runAsync(this::readToTheEnd);
    }

    static HalfRequest begin(EngineClient session) throws IOException {
        RawConnection connection = RawConnection.open(session);
        connection.say("PUT /api/account/password HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + session.accessToken().orElseThrow()
                + "\r\nContent-Length: 500\r\n\r\n{");
        return new HalfRequest(connection);
    }

    private void readToTheEnd() {
        byte[] part = new byte[1024];
        try {
            while (connection.input().read(part) >= 0) {
                // whatever the Engine still says to it
            }
        } catch (IOException cut) {
            // over as well
        }
    }

    /** Whether the Engine ended its connection. */
    boolean isOver() {
        return over.isDone();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
