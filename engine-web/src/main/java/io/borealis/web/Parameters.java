package io.borealis.web;

import io.borealis.engine.Page;
import io.borealis.engine.access.DeviceTags;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.Text;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads path and query parameters into values; bad text ends here. */
public final class Parameters {

    private static final int USUAL_PAGE = 100;
    private static final int LONGEST_SEARCH = 128;
    private static final int LONGEST_REASON = 500;

    private Parameters() {}

    /** @throws MalformedRequestException when it is missing or not a device's id */
    public static DeviceId agentId(@Nullable String text) {
        return read("agent_id", text, DeviceId::parse);
    }

    /** The same where the parameter has another name. */
    public static DeviceId agentId(String name, @Nullable String text) {
        return read(name, text, DeviceId::parse);
    }

    /** @throws MalformedRequestException when it is missing or not a tunnel's id */
    public static TunnelId tunnelId(@Nullable String text) {
        return read("tunnel_id", text, TunnelId::parse);
    }

    /**
     * The key after which a page begins; empty for the first page.
     *
     * @throws MalformedRequestException when it is not a device's id
     */
    public static Optional<DeviceId> afterDevice(@Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(read("after", text, DeviceId::parse));
    }

    /** The code after which a page begins; empty for the first page. @throws MalformedRequestException when it is no id */
    public static Optional<UUID> afterCode(@Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(uuid("after", text));
    }

    /** @throws MalformedRequestException when it is not the id of an enrollment code */
    public static UUID codeId(String text) {
        return uuid("id", text);
    }

    /** @throws MalformedRequestException when it is not the id of a site */
    public static UUID siteId(String text) {
        return uuid("site_id", text);
    }

    /** The same where the parameter has another name. */
    public static UUID siteId(String name, String text) {
        return uuid(name, text);
    }

    /** The tunnel after which a page begins; empty for the first page. @throws MalformedRequestException when it is no id */
    public static Optional<TunnelId> afterTunnel(@Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(read("after", text, TunnelId::parse));
    }

    /** @throws MalformedRequestException when it is not the id of a request */
    public static UUID requestId(String text) {
        return uuid("request_id", text);
    }

    /** The request after which a page begins; empty for the first page. @throws MalformedRequestException when it is no id */
    public static Optional<UUID> afterRequest(@Nullable String text) {
        return afterCode(text);
    }

    /** The site after which a page begins; empty for the first page. @throws MalformedRequestException when it is no id */
    public static Optional<UUID> afterSite(@Nullable String text) {
        return afterCode(text);
    }

    /** @throws MalformedRequestException when one is no tag, or there are more than may be */
    public static Set<String> tags(Collection<String> texts, int most) {
        try {
            return DeviceTags.of(texts, most);
        } catch (MalformedValueException bad) {
            throw new MalformedRequestException("bad_value", "tags", String.valueOf(bad.getMessage()));
        }
    }

    private static UUID uuid(String name, String text) {
        try {
            UUID parsed = UUID.fromString(text);
            if (parsed.toString().equalsIgnoreCase(text)) {
                return parsed;
            }
        } catch (IllegalArgumentException notAUuid) {
            // told below, with the rule that was broken
        }
        throw new MalformedRequestException("bad_value", name, name + " must be a UUID of 36 characters");
    }

    /** Absent means 100. @throws MalformedRequestException when it is not a number from 1 to {@link Page#LONGEST} */
    public static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL_PAGE;
        }
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > Page.LONGEST) {
            throw new MalformedRequestException("bad_value", "limit", "limit is a number from 1 to " + Page.LONGEST);
        }
        return Integer.parseInt(text);
    }

    /**
     * Why somebody does something, in his own words; blank is none.
     *
     * @throws MalformedRequestException when it is no text of one line of 500 characters at most
     */
    public static Optional<String> reason(Optional<String> text) {
        Optional<String> said = text.map(String::strip).filter(words -> !words.isEmpty());
        said.ifPresent(words -> requireName("reason", words, LONGEST_REASON));
        return said;
    }

    /**
     * A text to look for; blank is none.
     *
     * @throws MalformedRequestException when it is no text of one line of 128 characters at most
     */
    public static Optional<String> search(@Nullable String text) {
        Optional<String> part = Optional.ofNullable(text).map(String::strip).filter(words -> !words.isEmpty());
        part.ifPresent(words -> requireName("search", words, LONGEST_SEARCH));
        return part;
    }

    /** @throws MalformedRequestException when it is blank, too long, or holds what no name may hold */
    public static void requireName(String name, String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new MalformedRequestException("bad_value", name, name + " has 1 to " + longest + " characters");
        }
        requireName(name, text);
    }

    /** Absent means false. @throws MalformedRequestException when it is neither true nor false */
    public static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new MalformedRequestException("bad_value", name, name + " is true or false");
    }

    /** @throws MalformedRequestException when the text holds what no name may hold */
    public static void requireName(String name, String text) {
        Text.faultInName(text).ifPresent(fault -> {
            throw new MalformedRequestException(TextProblems.of(name, fault));
        });
    }

    private static <V> V read(String name, @Nullable String text, Function<String, V> parse) {
        if (text == null || text.isBlank()) {
            throw new MalformedRequestException("missing_field", name, "the parameter " + name + " is required");
        }
        try {
            return parse.apply(text);
        } catch (MalformedValueException bad) {
            throw new MalformedRequestException("bad_value", name, String.valueOf(bad.getMessage()));
        }
    }
}
