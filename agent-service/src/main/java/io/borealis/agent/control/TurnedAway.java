package io.borealis.agent.control;

import io.borealis.protocol.control.CloseReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Why the Engine does not want this device, however often it asks: only a person can change that. */
enum TurnedAway {
    CLONE(
            CloseReason.DEVICE_CLONED,
            "",
            "another machine is connected with the key of this device: one of the two is a copy and must be enrolled"
                    + " anew, with a code and without the copied Certificates folder"),
    DISABLED(
            CloseReason.DEVICE_DISABLED,
            "device_disabled",
            "an administrator disabled this device: it comes back by itself once an administrator enables it again"),
    REMOVED(
            CloseReason.DEVICE_REMOVED,
            "device_removed",
            "an administrator removed this device: it comes back by itself once an administrator readmits it; else it"
                    + " must be enrolled anew, with a code and without its Certificates folder");

    private final CloseReason closing;
    private final String code;
    private final String sentence;

    TurnedAway(CloseReason closing, String code, String sentence) {
        this.closing = closing;
        this.code = code;
        this.sentence = sentence;
    }

    /** By the code with which the Engine closed the channel. */
    static Optional<TurnedAway> byClosing(int closeCode) {
        return Arrays.stream(values())
                .filter(reason -> reason.closing.code() == closeCode)
                .findFirst();
    }

    /** By the code of the problem with which the Engine refused a token. */
    static Optional<TurnedAway> byProblem(EngineRefusedException refused) {
        return Arrays.stream(values())
                .filter(reason -> !reason.code.isEmpty() && reason.code.equals(refused.code()))
                .findFirst();
    }

    /** Cause and cure, for whoever reads the log on the device. */
    String sentence() {
        return sentence;
    }

    /** How long to wait: a disabled device is missed once it is enabled, the others wait for somebody to come to them. */
    Duration pause(Backoff backoff) {
        if (this != DISABLED) {
            return backoff.rest();
        }
        backoff.exhaust();
        return backoff.next();
    }
}
