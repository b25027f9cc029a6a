package io.borealis.engine.token.rotation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The keys that one command rotates. */
public enum KeyName {
    /** Signs the access tokens of operators and agents. */
    ACCESS_TOKEN,
    /** Signs the chain over the activity, and exports of it. */
    ACTIVITY_SEAL,
    /** Signs the orders to agents to raise tunnels. */
    ORCHESTRATION_TOKEN,
    /** Seals the second factors of accounts in the database. */
    SECOND_FACTOR,
    /** Gives each tunnel its preshared key and the key of its terminals. */
    TUNNEL_SECRET,
    /** The listener's own key, by which agents know the other end of a tunnel. */
    WIREGUARD;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty when no key is called so. */
    public static Optional<KeyName> parse(String text) {
        return Arrays.stream(values())
                .filter(name -> name.wireName().equals(text))
                .findFirst();
    }
}
