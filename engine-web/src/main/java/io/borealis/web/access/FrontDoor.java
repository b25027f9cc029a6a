package io.borealis.web.access;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;

/**
 * Puts the {@link RequestGate} before everything else of this application, on whatever server of the Undertow family it is
 * deployed. Found by the server through {@code META-INF/services}; another server never looks.
 */
public final class FrontDoor implements ServletExtension {

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        Admission admission = new Admission();
        deployment.addInitialHandlerChainWrapper(next ->
                new RequestGate(new BodyIntake(exchange -> admission.admit(exchange, next)), admission, context));
        // Behind the dispatch to a thread that may wait, before the server's own check of tokens
        deployment.addOuterHandlerChainWrapper(next -> new IssuerTokenExchange(next, context));
    }
}
