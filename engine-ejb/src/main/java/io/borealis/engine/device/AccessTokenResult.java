package io.borealis.engine.device;

import io.borealis.protocol.device.AccessToken;
import io.borealis.protocol.device.DeviceState;

/** What became of an agent's request for an access token. */
public sealed interface AccessTokenResult {
    record Granted(AccessToken token) implements AccessTokenResult {}

    /** Unknown device, or an assertion that does not verify: deliberately one answer. */
    record Refused() implements AccessTokenResult {}

    /** The device proved its key, and an administrator keeps it out. */
    record NotAllowed(DeviceState state) implements AccessTokenResult {}

    record TooMany(int retryAfterSeconds) implements AccessTokenResult {}
}
