package io.borealis.web;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.Text;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads path and query parameters into values; bad text ends here. */
public final class Parameters {

    private Parameters() {}

    /** @throws MalformedRequestException when it is missing or not a device's id */
    public static DeviceId agentId(@Nullable String text) {
        return read("agent_id", text, DeviceId::parse);
    }

    /** @throws MalformedRequestException when it is missing or not a tunnel's id */
    public static TunnelId tunnelId(@Nullable String text) {
        return read("tunnel_id", text, TunnelId::parse);
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
