package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;

/** WireGuardNT binds its UDP port only when the adapter goes up; these codes say that it could not. Waiting is no cure. */
final class PortClash {

    private PortClash() {}

    static boolean is(int code) {
        return switch (code) {
            case Win32.WSAEADDRINUSE,
                    Win32.WSAEACCES,
                    Win32.ERROR_ADDRESS_ALREADY_ASSOCIATED,
                    Win32.ERROR_DUP_NAME,
                    Win32.ERROR_SHARING_VIOLATION,
                    Win32.ERROR_ACCESS_DENIED -> true;
            default -> false;
        };
    }

    static HostNetworkException failure(int code, int port) {
        boolean reserved = code == Win32.WSAEACCES || code == Win32.ERROR_ACCESS_DENIED;
        String cause = reserved
                ? "UDP port " + port + " lies in a range that Windows keeps for others"
                : "UDP port " + port + " is used by another program, or Windows keeps it for others";
        return new HostNetworkException(
                Step.BRING_UP,
                code,
                cause + "; look at \"netsh int ipv4 show excludedportrange protocol=udp\" and \"netstat -abno -p udp\","
                        + " then free it or configure another listen port");
    }
}
