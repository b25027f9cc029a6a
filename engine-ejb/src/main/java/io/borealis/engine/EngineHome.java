package io.borealis.engine;

import java.nio.file.Path;

/** Where the Engine keeps its files. */
public record EngineHome(Path root) {
    /** CA and TLS certificates, and the keys that sign tokens. */
    public Path certificates() {
        return root.resolve("Engine").resolve("Certificates");
    }

    /** The listener's WireGuard key and the secret from which tunnel secrets are derived. */
    public Path vpnServer() {
        return certificates().resolve("VPN_Server");
    }

    public Path caCertificate() {
        return certificates().resolve("ca.pem");
    }

    public Path log() {
        return root.resolve("Engine").resolve("Logs").resolve("reverse_tunnel.log");
    }

    /** The password of the account that the Engine made when there was none. */
    public Path initialPassword() {
        return root.resolve("Engine").resolve("initial-admin-password.txt");
    }
}
