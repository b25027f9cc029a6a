package io.borealis.protocol.device;

/**
 * Body of {@code POST /api/agent/token}: a client assertion in the shape of RFC 7523.
 *
 * @param clientAssertion see {@link io.borealis.protocol.token.ClientAssertion}
 */
public record AccessTokenRequest(String clientAssertion) {

    @Override
    public String toString() {
        return "AccessTokenRequest[redacted]";
    }
}
