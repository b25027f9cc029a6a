package io.borealis.engine.access;

import io.borealis.protocol.access.PortRule;
import java.util.List;
import java.util.Locale;

/** What may be reached on a device for which nobody set ports, by its operating system. */
final class PortDefaults {
    private static final List<PortRule> WINDOWS = List.of(
            PortRule.tcp(3389), // RDP
            PortRule.udp(3389), // RDP, its UDP transport
            PortRule.tcp(5900), // VNC
            PortRule.tcp(5985), // WinRM and PowerShell remoting
            PortRule.tcp(5986)); // the same over TLS
    private static final List<PortRule> OTHERS = List.of(PortRule.tcp(22), PortRule.tcp(5900));

    private PortDefaults() {}

    static List<PortRule> of(String os) {
        return os.toLowerCase(Locale.ROOT).contains("windows") ? WINDOWS : OTHERS;
    }
}
