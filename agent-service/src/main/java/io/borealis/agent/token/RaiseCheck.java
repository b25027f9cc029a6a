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

/**
 * Lets a RaiseTunnel pass when its token is the Engine's, for this device, in time, unused, and states exactly what the
 * message repeats. Thread-safe.
 */
public final class RaiseCheck {

    // the Engine's time is as old as its Welcome was under way, and tokens count in whole seconds
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final TokenVerifier verifier;
    private final DeviceId device;

    /** @param clock the Engine's time */
    public RaiseCheck(DeviceKey tokenKey, DeviceId device, Clock clock) {
        this.verifier = new TokenVerifier(tokenKey.toPublicKey(), clock, SKEW);
        this.device = device;
    }

    /** Checks everything and uses the token up. */
    public void accept(RaiseTunnel message) throws RejectedTokenException {
        OrchestrationToken token = verifier.accept(message.token(), device);
        mustAgree("tunnel_id", token.tunnelId(), message.tunnelId());
        mustAgree("engine_key", token.engineKey(), message.engineKey());
        mustAgree("virtual_ip", token.virtualIp(), message.virtualIp());
        mustAgree("udp_port", token.udpPort(), message.endpoint().port());
    }

    private static void mustAgree(String what, Object stated, Object repeated) throws RejectedTokenException {
        if (!stated.equals(repeated)) {
            throw new RejectedTokenException(
                    Reason.MISMATCH, what + " is " + repeated + " in the message and " + stated + " in the token");
        }
    }
}
