package io.borealis.persistence.access;

import java.util.Locale;

/** Why an operator session ended; written once, never changed. */
public enum SessionEnd {
    /** Its operator signed out. */
    SIGNED_OUT,
    /** Its operator ended it from another session of his. */
    ENDED_BY_OPERATOR,
    /** An administrator ended it. */
    ENDED_BY_ADMINISTRATOR,
    /** Nobody was seen in it for the idle time. */
    IDLE_TIMEOUT,
    /** It lived as long as a session may. */
    LIFE_LIMIT,
    /** Its operator signed in more often than an account may, and nobody was seen in this one for longest. */
    TOO_MANY_SESSIONS,
    /** An administrator disabled the account. */
    ACCOUNT_DISABLED,
    /** An administrator took a role from the account. */
    ROLE_TAKEN,
    /** An administrator gave the account another password. */
    PASSWORD_RESET,
    /** Its operator changed his password in another session. */
    PASSWORD_CHANGED,
    /** Its operator was signed out at the issuer that it came from. */
    ISSUER_LOGOUT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
