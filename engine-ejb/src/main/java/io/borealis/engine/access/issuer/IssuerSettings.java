package io.borealis.engine.access.issuer;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the Engine and the company's identity provider know each other. Immutable.
 *
 * @param issuer exactly as the issuer writes itself
 * @param base where browsers reach the Engine, without a slash at its end
 * @param audience of tokens that scripts may bring; empty: scripts bring none
 * @param groupsClaim where tokens name groups
 * @param secondFactors values of acr or amr of which each says that a second factor was proved
 * @param caFile authorities that the issuer's certificate is checked against, instead of the system's
 */
public record IssuerSettings(
        String issuer,
        String clientId,
        ClientSecret clientSecret,
        URI base,
        Optional<String> audience,
        String groupsClaim,
        RoleTable roles,
        List<String> scopes,
        Set<String> secondFactors,
        Optional<Path> caFile) {
    private static final String PREFIX = "borealis.oidc.";
    private static final int LONGEST_ISSUER = 512;
    private static final int LONGEST_WORD = 255;
    private static final List<String> OTHERS = List.of(
            "client-id",
            "client-secret-file",
            "base-url",
            "audience",
            "groups-claim",
            "roles",
            "scopes",
            "second-factors",
            "ca-file");

    public IssuerSettings {
        scopes = List.copyOf(scopes);
        secondFactors = Set.copyOf(secondFactors);
    }

    /**
     * Reads the properties {@code borealis.oidc.…} through the lookup; empty when there is no issuer.
     *
     * @throws IllegalStateException one sentence with the property and the cure
     */
    public static Optional<IssuerSettings> from(Function<String, Optional<String>> property) {
        Function<String, Optional<String>> own =
                name -> property.apply(PREFIX + name).map(String::strip).filter(text -> !text.isEmpty());
        Optional<String> issuer = own.apply("issuer");
        if (issuer.isEmpty()) {
            for (String name : OTHERS) {
                if (own.apply(name).isPresent()) {
                    throw new IllegalStateException(PREFIX + name + " is set and " + PREFIX
                            + "issuer is not: give the address of the issuer, or leave both out");
                }
            }
            return Optional.empty();
        }
        String clientId = word(own, "client-id");
        Optional<String> audience = own.apply("audience");
        if (audience.equals(Optional.of(clientId))) {
            throw new IllegalStateException(
                    PREFIX + "audience is the client id: what proves a sign-in to the Engine would"
                            + " be good for scripts as well; have the issuer name the Engine's interface by another word");
        }
        return Optional.of(new IssuerSettings(
                issuer(issuer.get()),
                clientId,
                ClientSecret.read(PREFIX + "client-secret-file", Path.of(required(own, "client-secret-file"))),
                base(required(own, "base-url")),
                audience,
                own.apply("groups-claim").orElse("groups"),
                RoleTable.parse(PREFIX + "roles", own.apply("roles").orElse("")),
                scopes(own.apply("scopes").orElse("openid profile")),
                words(own.apply("second-factors").orElse("")),
                own.apply("ca-file").map(IssuerSettings::caFile)));
    }

    private static String required(Function<String, Optional<String>> own, String name) {
        return own.apply(name)
                .orElseThrow(
                        () -> new IllegalStateException(PREFIX + name + " is required beside " + PREFIX + "issuer"));
    }

    private static String word(Function<String, Optional<String>> own, String name) {
        String text = required(own, name);
        if (text.length() > LONGEST_WORD) {
            throw new IllegalStateException(PREFIX + name + " has at most " + LONGEST_WORD + " characters");
        }
        return text;
    }

    private static String issuer(String text) {
        URI uri = uri("issuer", text);
        if (!isSafe(uri) || uri.getQuery() != null || text.length() > LONGEST_ISSUER) {
            throw new IllegalStateException(PREFIX + "issuer is an https address without query, exactly as the issuer's"
                    + " discovery document writes it (http on a loopback address alone), not " + text);
        }
        return text;
    }

    private static URI base(String text) {
        URI uri = uri("base-url", text);
        if (!"https".equals(uri.getScheme())
                || (uri.getPath() != null && !uri.getPath().matches("/?"))) {
            throw new IllegalStateException(PREFIX
                    + "base-url is where browsers reach the Engine, like https://engine.example.com:8443, not " + text);
        }
        return URI.create("https://" + uri.getAuthority());
    }

    private static URI uri(String name, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // told below, with the property
        }
        throw new IllegalStateException(PREFIX + name + " is an address with a host, not " + text);
    }

    /** Over TLS, or within this machine. */
    static boolean isSafe(URI uri) {
        String host = uri.getHost();
        return host != null
                && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(host)));
    }

    private static boolean isLoopback(@Nullable String host) {
        return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
    }

    private static List<String> scopes(String text) {
        List<String> scopes = List.of(text.split(" +"));
        if (!scopes.contains("openid")) {
            throw new IllegalStateException(PREFIX + "scopes are separated by blanks, openid among them, not " + text);
        }
        return scopes;
    }

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text.split(",", -1)) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    private static Path caFile(String text) {
        Path file = Path.of(text);
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(PREFIX + "ca-file names " + file + ", which is not there or not readable");
        }
        return file;
    }

    /** Where the issuer sends browsers back to. */
    URI callback() {
        return base.resolve("/api/auth/oidc/callback");
    }
}
