package io.borealis.agent.device;

import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.nio.file.Path;

/** The folders below the agent's home. All are protected when they are made. Immutable. */
public record AgentHome(Path root) {

    /** Device key and what the agent trusts. */
    public Path certificates() {
        return root.resolve("Agent").resolve("Borealis").resolve("Certificates");
    }

    /** Native libraries as this version unpacked them; never the temp folder, where others may write. */
    public Path nativeLibraries() {
        return root.resolve("Agent").resolve("Borealis").resolve("Native");
    }

    /** What belongs to the tunnel client. */
    public Path vpnClient() {
        return certificates().resolve("VPN_Client");
    }

    public Path logFile() {
        return root.resolve("Agent").resolve("Logs").resolve("reverse_tunnel.log");
    }

    /** Makes every folder that is missing. */
    public void prepare() throws IOException {
        ProtectedFiles.folder(vpnClient());
        ProtectedFiles.folder(nativeLibraries());
        ProtectedFiles.folder(logFile().resolveSibling("."));
    }
}
