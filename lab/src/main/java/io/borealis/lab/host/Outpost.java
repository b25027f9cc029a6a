package io.borealis.lab.host;

import io.borealis.lab.run.LabException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A witness inside a host's network that listens on ports and tries to reach others. Has nothing to do with Engine or
 * agent. Thread-safe; its maker closes it.
 */
public final class Outpost implements AutoCloseable {

    /** What became of an attempt to reach a port. */
    public enum Reached {
        OPEN,
        REFUSED,
        SILENT,
        UNREACHABLE
    }

    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    Outpost(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Listens on the TCP port on every address of the host and echoes what arrives. */
    public void listen(int port) {
        orders("listen " + port);
    }

    /** Listens on the UDP port on every address of the host and echoes what arrives. */
    public void listenUdp(int port) {
        orders("listen-udp " + port);
    }

    public Reached reach(String address, int port) {
        return reached("reach " + address + " " + port + " 1000");
    }

    public Reached reachUdp(String address, int port) {
        return reached("reach-udp " + address + " " + port + " 1000");
    }

    private Reached reached(String order) {
        return Reached.valueOf(ask(order).toUpperCase(java.util.Locale.ROOT));
    }

    /** Opens a TCP connection and keeps it under the name. */
    public void hold(String name, String address, int port) {
        orders("hold " + name + " " + address + " " + port);
    }

    /** Whether text still comes back over the connection that is kept. */
    public boolean echoes(String name) {
        return ask("echo " + name + " " + System.nanoTime()).equals("echoed");
    }

    private void orders(String order) {
        String answer = ask(order);
        if (!answer.equals("ok")) {
            throw new LabException("'" + order + "' got: " + answer);
        }
    }

    private synchronized String ask(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new LabException("the outpost ended before it answered '" + order + "'");
            }
            return answer;
        } catch (IOException gone) {
            throw new LabException("the outpost is gone", gone);
        }
    }

    /** Ends the witness; its ports are free when this returns. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
