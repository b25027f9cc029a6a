package io.borealis.web;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Keeps what only the upgrade request knows: where it came from and where it arrived. The container gives each
 * connection its own copy of the properties.
 */
public final class UpgradeFacts extends ServerEndpointConfig.Configurator {

    private static final String REMOTE = "io.borealis.remote-address";
    private static final String LOCAL = "io.borealis.local-address";

    @Override
    public void modifyHandshake(ServerEndpointConfig connection, HandshakeRequest request, HandshakeResponse response) {
        HttpServletRequest upgrade =
                CDI.current().select(HttpServletRequest.class).get();
        connection
                .getUserProperties()
                .put(REMOTE, CDI.current().select(ClientAddress.class).get().get());
        connection.getUserProperties().put(LOCAL, upgrade.getLocalAddr());
    }

    public static String remoteAddress(EndpointConfig connection) {
        return String.valueOf(connection.getUserProperties().get(REMOTE));
    }

    public static String localAddress(EndpointConfig connection) {
        return String.valueOf(connection.getUserProperties().get(LOCAL));
    }
}
