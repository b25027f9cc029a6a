package io.borealis.lab.run;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;

/** Ports of this machine that nobody listens on. */
public final class FreePorts {

    private FreePorts() {}

    /** The wanted port, or the first free one after it. */
    public static int tcp(int wanted, int choices) {
        for (int port = wanted; port < wanted + choices; port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new LabException("TCP port " + wanted + " is taken on this machine, and the next ones too");
    }

    /** The wanted port, or the first free one after it. */
    public static int udp(int wanted, int choices) {
        for (int port = wanted; port < wanted + choices; port++) {
            try (DatagramSocket probe = new DatagramSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new LabException("UDP port " + wanted
                + " is taken on this machine: another Engine or WireGuard listener runs; stop it first");
    }
}
