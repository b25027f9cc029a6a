package io.borealis.web;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** Refuses an empty body, and the JSON word null for one: no resource method ever sees null for its body. */
@Provider
public final class BodyRequired implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null) {
            throw new MalformedRequestException("missing_field", "body", "a JSON body is required");
        }
        return body;
    }
}
