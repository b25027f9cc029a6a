package io.borealis.protocol;

/**
 * Text that is not the value it claims to be. The message names the value and the rule that it broke and never repeats
 * a secret.
 */
public final class MalformedValueException extends IllegalArgumentException {

    /** The kind of value that could not be read. */
    public enum Kind {
        ACCOUNT_SCOPE,
        DEVICE_ID,
        DEVICE_KEY,
        DEVICE_STATE,
        DEVICE_TAG,
        ENROLLMENT_CODE,
        TUNNEL_ID,
        WIREGUARD_KEY,
        TUNNEL_ADDRESS,
        TUNNEL_NETWORK,
        ENDPOINT,
        PORT_RULE,
        PROTOCOL_VERSION,
        TERMINAL_SIZE
    }

    private final Kind kind;

    public MalformedValueException(Kind kind, String why) {
        super(why);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
