package io.borealis.agent.device;

import io.borealis.protocol.device.EnrollmentCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code agent.properties} says. Immutable.
 *
 * @param engineUrl {@code https://host:port}, nothing behind it
 * @param enrollmentCode present until the device is enrolled
 * @param longestRetry the longest wait between two attempts to reach the Engine
 * @param home where everything of the agent lies
 * @param terminalShell absolute path of the shell, then its arguments; in the file also {@code powershell}, {@code pwsh}
 *     or {@code cmd} for where Windows has them
 * @param terminalPty which pseudo console Windows uses
 * @param networkMode real tunnels, or simulated ones
 * @param adapterName alias of the adapter in Windows' network connections
 * @param driverDirectory where the driver library lies; empty for the system's search path
 */
public record AgentSettings(
        URI engineUrl,
        Optional<EnrollmentCode> enrollmentCode,
        Duration longestRetry,
        Path home,
        List<String> terminalShell,
        TerminalPty terminalPty,
        NetworkMode networkMode,
        String adapterName,
        Optional<Path> driverDirectory) {

    /** How packets move. */
    public enum NetworkMode {
        /** WireGuardNT, the filtering platform and IP Helper. */
        WINDOWS,
        /** Nothing real: loopback only, shown as simulated everywhere. */
        MEMORY
    }

    /** Which pseudo console runs the shell on Windows. */
    public enum TerminalPty {
        /** ConPTY where Windows has it (build 17763 and later), else winpty. */
        AUTO,
        CONPTY,
        WINPTY;

        private static final int FIRST_BUILD_WITH_CONPTY = 17763;

        /** @param build of Windows */
        public boolean usesConPty(int build) {
            return this == CONPTY || this == AUTO && build >= FIRST_BUILD_WITH_CONPTY;
        }
    }

    public AgentSettings {
        terminalShell = List.copyOf(terminalShell);
    }
}
