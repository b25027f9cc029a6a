package io.borealis.engine.device;

import io.borealis.protocol.device.AccessToken;

/** What became of an agent's request for an access token. */
public sealed interface AccessTokenResult {
    record Granted(AccessToken token) implements AccessTokenResult {}

    /** Unknown or disabled device, or an assertion that does not verify: deliberately one answer. */
    record Refused() implements AccessTokenResult {}

    record TooMany(int retryAfterSeconds) implements AccessTokenResult {}
}
