package io.borealis.protocol.control;

/** Why a WebSocket of the product was closed on purpose: codes of the private range of RFC 6455 §7.4.2. */
public enum CloseReason {
    /** The message was not one of the protocol; the text says where and why. */
    MALFORMED_MESSAGE(4400),
    /** The token or ticket was missing, wrong, used or out of time. */
    UNAUTHORIZED(4401),
    /** The identity is known, the right is missing. */
    FORBIDDEN(4403),
    /** There is no such tunnel, or it is down. */
    NO_TUNNEL(4404),
    /** Engine and agent have no protocol version in common. */
    INCOMPATIBLE_VERSION(4406),
    /** A newer channel of the same agent took this one's place. */
    SUPERSEDED(4409),
    /** The tunnel ended; the text is the end reason. */
    TUNNEL_ENDED(4410),
    /** The operator session left the tunnel, which may live on with others. */
    LEASE_ENDED(4411),
    /** This operator session has no such terminal. */
    NO_TERMINAL(4412),
    /** The terminal that is asked for, or that somebody else shared, has ended; the text says how. */
    TERMINAL_ENDED(4413),
    /** The terminal is shown by another socket of the same operator session from now on. */
    TAKEN_OVER(4414),
    /** Whoever shared his terminal took it back; it lives. */
    SHARE_ENDED(4415),
    /** The terminal never printed anything at this offset; it lives. */
    NO_SUCH_OFFSET(4416),
    /** Another machine that is connected shows the same device key. */
    DEVICE_CLONED(4423),
    /** An administrator disabled the device: it may come back when it is enabled again. */
    DEVICE_DISABLED(4424),
    /** An administrator removed the device: only a person brings it back. */
    DEVICE_REMOVED(4425),
    /** A bound was passed: size, rate or number. */
    TOO_MUCH(4429),
    /** A native or remote step failed; the text says which. */
    FAILED(4500),
    /** Nothing is wrong with what was asked, only with the moment: the same is granted a little later. */
    TRY_AGAIN(4503);

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
