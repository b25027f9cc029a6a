package io.borealis.web.control;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.server.ServerContainer;

/** What the container may keep of a WebSocket message unless an endpoint says otherwise: its own default is no bound. */
@WebListener
public final class SocketBounds implements ServletContextListener {

    private static final int MOST_BYTES = 64 * 1024;

    @Override
    public void contextInitialized(ServletContextEvent started) {
        Object container = started.getServletContext().getAttribute(ServerContainer.class.getName());
        if (!(container instanceof ServerContainer sockets)) {
            throw new IllegalStateException("the server has no WebSockets; agents could not connect");
        }
        sockets.setDefaultMaxTextMessageBufferSize(MOST_BYTES);
        sockets.setDefaultMaxBinaryMessageBufferSize(MOST_BYTES);
    }
}
