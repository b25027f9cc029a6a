package io.borealis.agent.token;

import io.borealis.protocol.control.ToAgent.RaiseTunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.token.OrchestrationToken;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import io.borealis.protocol.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets a RaiseTunnel pass when its token is the Engine's, for this device, in time, unused, and states exactly what the
 * message repeats. Thread-safe.
 */
public final class RaiseCheck {

    // the Engine's time is as old as its Welcome was under way, and tokens count in whole seconds
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final String AWAY =
            "; the Engine signs with a key that this device does not trust, as after a change of"
                    + " that key during which the device was away. Stop the agent, remove enrollment.json from its Certificates"
                    + " folder, and enroll it anew with a code of this Engine";

    private final TokenVerifier verifier;
    private final DeviceId device;

    /**
     * @param trusted the Engine's keys that are trusted now
     * @param clock the Engine's time
     */
    public RaiseCheck(Supplier<List<DeviceKey>> trusted, DeviceId device, Clock clock) {
        this.verifier = new TokenVerifier(
                () -> trusted.get().stream().map(DeviceKey::toPublicKey).toList(), clock, SKEW);
        this.device = device;
    }

    /** Checks everything and uses the token up. */
    public void accept(RaiseTunnel message) throws RejectedTokenException {
        OrchestrationToken token = verified(message);
        mustAgree("tunnel_id", token.tunnelId(), message.tunnelId());
        mustAgree("engine_key", token.engineKey(), message.engineKey());
        mustAgree("virtual_ip", token.virtualIp(), message.virtualIp());
        mustAgree("udp_port", token.udpPort(), message.endpoint().port());
    }

    private OrchestrationToken verified(RaiseTunnel message) throws RejectedTokenException {
        try {
            return verifier.accept(message.token(), device);
        } catch (RejectedTokenException rejected) {
            if (rejected.reason() == Reason.BAD_SIGNATURE) {
                throw new RejectedTokenException(Reason.BAD_SIGNATURE, "not signed by the expected key" + AWAY);
            }
            throw rejected;
        }
    }

    private static void mustAgree(String what, Object stated, Object repeated) throws RejectedTokenException {
        if (!stated.equals(repeated)) {
            throw new RejectedTokenException(
                    Reason.MISMATCH, what + " is " + repeated + " in the message and " + stated + " in the token");
        }
    }
}
