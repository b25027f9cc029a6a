package io.borealis.web.access;

import io.borealis.engine.token.AccessTokenCheck;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.Optional;

/** Makes the check of access tokens when the application starts: the gate asks it on threads that may not wait for files. */
@WebListener
public final class TokenCheckAtStart implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent started) {
        started.getServletContext().setAttribute(AccessTokenCheck.class.getName(), AccessTokenCheck.ofThisEngine());
    }

    static Optional<AccessTokenCheck> of(ServletContext context) {
        return Optional.ofNullable((AccessTokenCheck) context.getAttribute(AccessTokenCheck.class.getName()));
    }
}
