package io.borealis.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file {@code target/demo/demo.json}: what others need to use a demonstration that runs. */
final class DemoFile {

    private DemoFile() {}

    private static Path path(Run run) {
        return run.folder().resolve("demo.json");
    }

    /** Its content; a missing node when there is none. */
    static JsonNode of(Run run) {
        try {
            return Files.exists(path(run))
                    ? Json.read(Files.readString(path(run)))
                    : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.missingNode();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static void delete(Run run) {
        try {
            Files.deleteIfExists(path(run));
        } catch (IOException notDeleted) {
            throw new UncheckedIOException(notDeleted);
        }
    }

    /** The same for a person. */
    static String describe(Run run) {
        JsonNode demo = of(run);
        StringBuilder text = new StringBuilder();
        if (demo.path("simulated").asBoolean()) {
            text.append("\nSIMULATED: no packets move\n");
        }
        text.append("\n  address   ").append(demo.path("url").asText());
        text.append("\n  CA        ").append(demo.path("ca").asText()).append('\n');
        for (String role : new String[] {"admin", "operator", "auditor"}) {
            JsonNode user = demo.path("users").path(role);
            text.append(String.format(
                    "  %-9s %s / %s%n",
                    role, user.path("username").asText(), user.path("password").asText()));
        }
        for (JsonNode agent : demo.path("agents")) {
            text.append("  agent     ").append(agent.path("agent_id").asText()).append("  ");
            text.append(agent.path("hostname").asText()).append('\n');
        }
        text.append("\nalso in ").append(path(run)).append("; end it with bin/demo --stop");
        if (Leg.ofThisProcess() == Leg.WINDOWS) {
            text.append(" --windows");
        }
        return text.toString();
    }
}
