package io.borealis.lab.host;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Output;
import io.borealis.lab.run.Run;
import java.util.Optional;

/** What this machine lets us do. */
public final class Grants {

    private Grants() {}

    /** Why real packets cannot move here; empty when namespaces and TUN devices are granted. Leaves nothing behind. */
    public static Optional<String> whyNoPackets(Run run) {
        for (String tool : new String[] {"ip", "nft", "wireguard-go", "wg", "tcpdump"}) {
            if (!Commands.run("sh", "-c", "command -v " + tool).succeeded()) {
                return Optional.of(tool + " is not installed");
            }
        }
        String probe = run.namespacePrefix() + "probe";
        Output namespace = Commands.run("ip", "netns", "add", probe);
        if (!namespace.succeeded()) {
            return Optional.of("no network namespaces (" + firstLine(namespace) + ")");
        }
        try {
            Output device = Commands.run("ip", "-n", probe, "tuntap", "add", "dev", "probe", "mode", "tun");
            if (!device.succeeded()) {
                return Optional.of("no TUN device (" + firstLine(device) + ")");
            }
            Output rules = Commands.run("ip", "netns", "exec", probe, "nft", "add", "table", "inet", "probe");
            return rules.succeeded() ? Optional.empty() : Optional.of("no packet filter (" + firstLine(rules) + ")");
        } finally {
            Commands.run("ip", "netns", "delete", probe);
        }
    }

    private static String firstLine(Output output) {
        return output.text().lines().findFirst().orElse("no reason given").strip();
    }
}
