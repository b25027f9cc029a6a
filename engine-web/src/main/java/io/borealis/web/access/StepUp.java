package io.borealis.web.access;

import io.borealis.engine.access.SecondFactors;
import io.borealis.web.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** Asks before what is dangerous for a proof that its operator still sits there. */
@RequestScoped
public class StepUp {

    @Inject
    SecondFactors factors;

    @Inject
    CurrentOperator operator;

    /** What is to be done, or the refusal until the operator proved his second factor again. */
    public Response before(Supplier<Response> dangerous) {
        return factors.mustStepUp(operator.session()) ? required().toResponse() : dangerous.get();
    }

    /** Until the operator proved his second factor again. */
    public static Problem required() {
        return Problem.forbidden(
                "step_up_required",
                "this is dangerous and wants a code of your second factor from the last five minutes; send one"
                        + " to POST /api/auth/step-up, or sign in anew by /api/auth/oidc/start?anew=true if you came"
                        + " from the identity provider, then try again");
    }
}
