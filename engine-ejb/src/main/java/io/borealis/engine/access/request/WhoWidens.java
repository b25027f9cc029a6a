package io.borealis.engine.access.request;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may open more ports of a device than it had, beyond the defaults of its system. */
public enum WhoWidens {
    /** Whoever may set the list of the device. */
    OPERATOR,
    /** Nobody alone, administrators neither: another person who reaches the device approves it. */
    SECOND_PERSON,
    /** Administrators; what an operator wants waits for one of them. */
    ADMINISTRATOR;

    /** Empty for a word that is none of them. */
    static Optional<WhoWidens> parse(String text) {
        return Arrays.stream(values())
                .filter(known -> known.word().equals(text))
                .findFirst();
    }

    /** As the configuration has it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the wish of this person is for somebody else to approve. */
    boolean mustWait(OperatorSession who) {
        return switch (this) {
            case OPERATOR -> false;
            case SECOND_PERSON -> true;
            case ADMINISTRATOR -> !who.is(Role.ADMIN);
        };
    }

    /** Whether operators who reach the device may approve what others want; administrators always may. */
    boolean operatorsApprove() {
        return this != ADMINISTRATOR;
    }
}
