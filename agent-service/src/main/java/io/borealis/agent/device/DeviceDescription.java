package io.borealis.agent.device;

import io.borealis.protocol.Text;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What the device calls itself, for people to read; never an identity. Immutable. */
public record DeviceDescription(String hostname, String os, String agentVersion) {

    private static final int LONGEST = 255;

    /** As this machine describes itself. */
    public static DeviceDescription ofThisMachine() {
        return new DeviceDescription(
                tidy(ownName()),
                tidy(System.getProperty("os.name") + " " + System.getProperty("os.version")),
                Optional.ofNullable(DeviceDescription.class.getPackage().getImplementationVersion())
                        .orElse("development"));
    }

    private static String ownName() {
        for (String variable : new String[] {"COMPUTERNAME", "HOSTNAME"}) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name;
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    private static String tidy(String text) {
        String clean = Text.cut(Text.readable(text.strip()), LONGEST);
        return clean.isEmpty() ? "unknown" : clean;
    }
}
