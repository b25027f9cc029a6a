package io.borealis.lab.fault;

import io.borealis.lab.host.Host;

/** The process that is the driver of one host: in the lab WireGuard is a program, and can be killed like one. */
final class WireGuardProcess {

    private static final String IN_THIS_NAMESPACE = "here=$(readlink /proc/self/ns/net); killed=0;"
            + " for p in $(ls /proc | grep '^[0-9]'); do"
            + " if [ \"$(cat /proc/$p/comm 2>/dev/null)\" = wireguard-go ]"
            + " && [ \"$(readlink /proc/$p/ns/net)\" = \"$here\" ]; then kill -KILL $p && killed=1; fi; done;"
            + " [ $killed = 1 ]";

    private WireGuardProcess() {}

    static void killOn(Host host) {
        host.shell(IN_THIS_NAMESPACE).orThrow("killing WireGuard on " + host.name());
    }
}
