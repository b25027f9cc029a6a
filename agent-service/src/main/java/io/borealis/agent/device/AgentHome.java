package io.borealis.agent.device;

import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.nio.file.Path;

/** The folders below the agent's home. All are protected when they are made, keys and libraries at each start. Immutable. */
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

    /**
     * Makes every folder that is missing.
     *
     * @throws IOException one sentence with the cure, when others could put keys or libraries of theirs in place
     */
    public void prepare() throws IOException {
        ProtectedFiles.privateFolder(certificates());
        ProtectedFiles.privateFolder(vpnClient());
        ProtectedFiles.privateFolder(nativeLibraries());
        ProtectedFiles.folder(logFile().resolveSibling("."));
    }
}
