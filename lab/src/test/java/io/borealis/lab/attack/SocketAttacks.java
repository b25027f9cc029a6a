package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages that would fill the Engine's memory, and what is no message of the protocol, on the WebSockets. */
final class SocketAttacks implements Attacks {

    private static final long MEGABYTE = 1_000_000;
    private static final String FORGED = "{\"type\":\"happened\",\"number\":1,\"event\":\"tunnel_ended\"}";
    private static final String AT_PAGE =
            "{\"type\":\"at\",\"page\":\"00000000-0000-4000-8000-000000000000\",\"agent_ids\":[";
    private static final String NO_TUNNEL = "/ws/terminal/00000000-0000-4000-8000-000000000000?ticket=";

    /** What a row says on the open socket. */
    @FunctionalInterface
    private interface Words {
        void say(RawSocket socket) throws IOException;
    }

    @Override
    public List<Attack> rows() {
        return List.of(
                channel(
                        "channel-endless-text",
                        "74 MB of one text message that never ends",
                        4429,
                        socket -> socket.endless(RawSocket.TEXT, 74 * MEGABYTE)),
                channel(
                        "channel-endless-binary",
                        "74 MB of one binary message that never ends",
                        4400,
                        socket -> socket.endless(RawSocket.BINARY, 74 * MEGABYTE)),
                channel(
                        "channel-binary",
                        "a small binary message",
                        4400,
                        socket -> socket.frame(RawSocket.BINARY, true, new byte[] {1, 2, 3})),
                channel(
                        "channel-large-frame",
                        "a text of 200,000 characters in one frame",
                        4429,
                        socket -> socket.text("x".repeat(200_000))),
                channel("channel-no-json", "a word that is no JSON", 4400, socket -> socket.text("hello")),
                channel(
                        "channel-no-hello",
                        "a word of the protocol before hello",
                        4400,
                        socket -> socket.text("{\"type\":\"handshake_seen\"}")),
                channel("channel-deep-json", "5,000 nested lists", 4400, socket -> socket.text("[".repeat(5_000))),
                events("events-forged", "an event of its own", "", 4400, socket -> socket.text(FORGED)),
                events(
                        "events-endless-text",
                        "74 MB of one text message that never ends",
                        "",
                        4400,
                        socket -> socket.endless(RawSocket.TEXT, 74 * MEGABYTE)),
                events(
                        "events-binary",
                        "a small binary message",
                        "",
                        4400,
                        socket -> socket.frame(RawSocket.BINARY, true, new byte[] {1, 2, 3})),
                events("events-at-too-many", "a page at 33 devices", "", 4400, socket -> socket.text(at(33))),
                events(
                        "events-at-no-device",
                        "a page at a device of no name",
                        "",
                        4400,
                        socket -> socket.text(AT_PAGE + "\"../x\"]}")),
                events("events-from-nowhere", "a place that never was", "?after=1", 4400, socket -> {}),
                row(
                        "events-by-a-device",
                        "socket",
                        "an enrolled device",
                        "to look on at events",
                        problem(403, "forbidden"),
                        ground -> {
                            String token = ground.hangUp().accessToken();
                            return ground.raw()
                                    .ask("GET /ws/events HTTP/1.1\r\nHost: engine\r\n" + RawSocket.UPGRADE
                                            + "Authorization: Bearer " + token + "\r\n\r\n")
                                    .refusal();
                        }),
                terminal("terminal-without-ticket", "no ticket", "", 4401),
                terminal("terminal-wrong-ticket", "a ticket that nobody issued", "x".repeat(43), 4401),
                terminal("terminal-long-ticket", "a ticket of 4,000 characters", "x".repeat(4_000), 4401),
                row("terminal-no-tunnel-id", "socket", "nobody", "the name of no tunnel", closed(4404), ground -> {
                    try (RawSocket socket = RawSocket.open(ground.raw(), "/ws/terminal/x?ticket=x", "")) {
                        return socket.closing();
                    }
                }));
    }

    private static String at(int devices) {
        return Stream.generate(() -> "\"" + UUID.randomUUID() + "\"")
                .limit(devices)
                .collect(Collectors.joining(",", AT_PAGE, "]}"));
    }

    private static Attack channel(String id, String what, int code, Words words) {
        return row(
                id,
                "socket",
                "an enrolled device",
                what,
                closed(code),
                ground -> said(ground, "/ws/agent", ground.hangUp().accessToken(), words));
    }

    private static Attack events(String id, String what, String query, int code, Words words) {
        return row(
                id,
                "socket",
                "an operator",
                "on events " + what,
                closed(code),
                ground -> said(
                        ground,
                        "/ws/events" + query,
                        ground.operator().accessToken().orElseThrow(),
                        words));
    }

    private static Refusal said(Ground ground, String path, String token, Words words) throws IOException {
        try (RawSocket socket = RawSocket.open(ground.raw(), path, "Authorization: Bearer " + token + "\r\n")) {
            try {
                words.say(socket);
            } catch (IOException shut) {
                // the Engine had enough of it; its reason may still be read
            }
            return socket.closing();
        }
    }

    private static Attack terminal(String id, String what, String ticket, int code) {
        return row(id, "socket", "nobody", "to a terminal " + what, closed(code), ground -> {
            try (RawSocket socket = RawSocket.open(ground.raw(), NO_TUNNEL + ticket, "")) {
                return socket.closing();
            }
        });
    }
}
