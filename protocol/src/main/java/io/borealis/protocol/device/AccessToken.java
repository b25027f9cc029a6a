package io.borealis.protocol.device;

/**
 * Answer of {@code POST /api/agent/token}.
 *
 * @param accessToken bearer token that opens {@code /ws/agent}
 * @param expiresIn seconds from now
 */
public record AccessToken(String accessToken, int expiresIn) {

    @Override
    public String toString() {
        return "AccessToken[redacted, expiresIn=" + expiresIn + "]";
    }
}
