package io.borealis.engine.access;

import java.util.Optional;

/** What became of an administrator's decision about an account. */
public sealed interface AccountResult {
    /**
     * @param account as it is now
     * @param temporaryPassword shown this once, to be replaced at the first sign-in; a credential
     */
    record Done(AccountView account, Optional<String> temporaryPassword) implements AccountResult {
        @Override
        public String toString() {
            return "Done[" + account + ", redacted]";
        }
    }

    record Unknown() implements AccountResult {}

    /** There is an account of this name. */
    record Exists() implements AccountResult {}

    record TooMany(int most) implements AccountResult {}

    /** Nobody could administer the Engine any more. */
    record LastAdministrator() implements AccountResult {}

    /** The administrator proved his second factor too long ago. */
    record StepUpRequired() implements AccountResult {}

    /** It is the administrator's own account, for which he proves himself anew. */
    record Own() implements AccountResult {}

    /** Its password and its roles are those of the issuer. */
    record OfIssuer() implements AccountResult {}

    /** The session that asked ended meanwhile. */
    record SessionOver(SessionCheck.Over over) implements AccountResult {}
}
