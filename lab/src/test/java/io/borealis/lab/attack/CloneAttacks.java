package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.run.Until;
import io.borealis.lab.token.ScriptedAgent;
import io.borealis.protocol.control.ToEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who shows a key that another machine shows as well, and who touches the mark of it. */
final class CloneAttacks implements Attacks {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GROUP = "clone";

    @Override
    public List<Attack> rows() {
        return List.of(
                row(
                                "cloned-key",
                                GROUP,
                                "a second machine with a device's key",
                                "hello",
                                closed(4423),
                                ground -> turnedAway(ground, ground.device().copy("copy")))
                        .given(Ground::device),
                row(
                                "hello-twice",
                                GROUP,
                                "an enrolled device",
                                "a second hello on its channel",
                                closed(4400),
                                ground -> {
                                    ScriptedAgent device = ground.device();
                                    device.say(new ToEngine.Hello(
                                            1, 1, UUID.randomUUID(), "2", "renamed", "Lab 1.0", Optional.empty()));
                                    Until.holds(() -> device.closeCode().isPresent(), SOON, () -> "nothing was closed");
                                    return closed(device.closeCode().getAsInt());
                                })
                        .given(Ground::device),
                row(
                        "clear-mark-as-operator",
                        GROUP,
                        "an operator",
                        "DELETE clone-mark",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(
                                ground.operator().delete(path(ground.agent().id())))),
                row(
                        "clear-mark-of-nobody",
                        GROUP,
                        "an administrator",
                        "DELETE clone-mark of an unknown device",
                        problem(404, "unknown_agent"),
                        ground -> Refusal.of(
                                ground.admin().delete(path(UUID.randomUUID().toString())))),
                row(
                        "clear-mark-without-token",
                        GROUP,
                        "nobody",
                        "DELETE clone-mark",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(
                                ground.nobody().delete(path(ground.agent().id())))));
    }

    private static String path(String agent) {
        return "/api/devices/" + agent + "/clone-mark";
    }

    private static Refusal turnedAway(Ground ground, ScriptedAgent copy) {
        try (copy) {
            Until.holds(() -> copy.closeCode().isPresent(), SOON, () -> "the copy was not turned away");
            return ground.device().isOpen() && copy.messages().isEmpty()
                    ? closed(copy.closeCode().getAsInt())
                    : Refusal.because("the holder lost its place");
        }
    }
}
