package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.EventsClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A right that ends takes everything with it, a second later, and the activity says why. */
class LostRightsIT extends LabCase {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int SESSION_OVER = 4401;
    private static final int LEFT_THE_TUNNEL = 4411;
    private static final String DEFAULT_SITE = "default";
    private static final String REQUESTS = "/api/requests";
    /** Long enough for a tunnel and a terminal to be opened meanwhile. */
    private static final int ACCESS_SECONDS = 60;

    private static final String TAG = "to-be-taken";

    private final String worker = "worker-" + UUID.randomUUID();
    private String site = "";
    private String request = "";

    /** What an administrator does, and how the activity calls it. */
    enum Loss {
        ACCOUNT_DISABLED(true),
        ROLE_TAKEN(true),
        PASSWORD_RESET(true),
        SCOPE_CHANGED(false),
        SITE_CHANGED(false),
        TAGS_CHANGED(false),
        APPROVAL_DEMANDED(false),
        ACCESS_REVOKED(false),
        ACCESS_RETURNED(false),
        ACCESS_OVER(false);

        final boolean endsTheSession;

        Loss(boolean endsTheSession) {
            this.endsTheSession = endsTheSession;
        }

        String reason() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A new operator, signed in with a password of his own. */
    private EngineClient worker() {
        String temporary = Secrets.know(
                admin.post("/api/accounts", Map.of("username", worker, "roles", List.of("operator", "auditor")))
                        .expect(201)
                        .field("temporary_password"));
        EngineClient bound = signIn(temporary);
        assertThat(bound.get("/api/devices").field("code")).isEqualTo("password_change_required");
        String own = Secrets.know("a " + UUID.randomUUID());
        bound.put("/api/account/password", Map.of("old_password", temporary, "new_password", own))
                .expect(204);
        return signIn(own);
    }

    private EngineClient signIn(String password) {
        EngineClient client = lab.engine().client();
        return client.withToken(client.tryLogin(worker, password).expect(200).field("access_token"));
    }

    private void prepare(Loss loss, EngineClient session) {
        if (loss.reason().startsWith("access")) {
            reach(Map.of("sites", List.of()));
            assertThat(session.connect(first.id()).field("code")).isEqualTo("unknown_agent");
            request = session.post(
                            REQUESTS, Map.of("device", first.id(), "seconds", ACCESS_SECONDS, "reason", "the printer"))
                    .expect(202)
                    .field("request_id");
            admin.post(REQUESTS + "/" + request + "/approve", Map.of()).expect(200);
        } else if (loss == Loss.APPROVAL_DEMANDED) {
            site = admin.post("/api/sites", Map.of("name", worker)).expect(201).field("site_id");
            move(site);
        } else if (loss == Loss.SITE_CHANGED) {
            site = admin.post("/api/sites", Map.of("name", worker)).expect(201).field("site_id");
            move(site);
            reach(Map.of("sites", List.of(site)));
        } else if (loss == Loss.TAGS_CHANGED) {
            tag(List.of(TAG));
            reach(Map.of("tags", List.of(TAG)));
        }
    }

    private void take(Loss loss, EngineClient session) {
        String account = "/api/accounts/" + worker;
        switch (loss) {
            case ACCOUNT_DISABLED ->
                admin.put(account + "/state", Map.of("disabled", true)).expect(200);
            case ROLE_TAKEN ->
                admin.put(account + "/roles", Map.of("roles", List.of("auditor")))
                        .expect(200);
            case PASSWORD_RESET ->
                Secrets.know(admin.post(account + "/password-reset", Map.of())
                        .expect(200)
                        .field("temporary_password"));
            case SCOPE_CHANGED -> reach(Map.of("sites", List.of()));
            case SITE_CHANGED -> move(defaultSite());
            case TAGS_CHANGED -> tag(List.of());
            case APPROVAL_DEMANDED ->
                admin.put("/api/sites/" + site + "/approval", Map.of("required", true, "operators_approve", false))
                        .expect(200);
            case ACCESS_REVOKED -> admin.delete(REQUESTS + "/" + request).expect(200);
            case ACCESS_RETURNED -> session.delete(REQUESTS + "/" + request).expect(200);
            case ACCESS_OVER -> awaitTheEndOfAccess(session);
        }
    }

    private void awaitTheEndOfAccess(EngineClient session) {
        Instant end =
                Instant.parse(session.get(REQUESTS + "/" + request).expect(200).field("ends_at"));
        assertThat(Instant.now()).as("the tunnel was up in time").isBefore(end);
        await().atMost(Duration.ofSeconds(ACCESS_SECONDS))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !Instant.now().isBefore(end));
    }

    private void reach(Map<String, Object> scope) {
        admin.put("/api/accounts/" + worker + "/scope", scope).expect(200);
    }

    private void move(String where) {
        admin.put("/api/devices/" + first.id() + "/site", Map.of("site_id", where))
                .expect(200);
    }

    private void tag(List<String> tags) {
        admin.put("/api/devices/" + first.id() + "/tags", Map.of("tags", tags)).expect(200);
    }

    private String defaultSite() {
        for (var known : admin.get("/api/sites?limit=500").expect(200).json()) {
            if (known.path("name").asText().equals(DEFAULT_SITE)) {
                return known.path("site_id").asText();
            }
        }
        throw new AssertionError("the site that always exists is not there");
    }

    @AfterEach
    void asBefore() {
        tag(List.of());
        if (!site.isEmpty()) {
            move(defaultSite());
            admin.delete("/api/sites/" + site).expect(204);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesTerminalTicketSocketRequestAndTunnelAtOnce(Loss loss) throws IOException {
        if (loss != Loss.ACCOUNT_DISABLED && loss != Loss.SCOPE_CHANGED) {
            Legs.only(
                    Leg.QUICK,
                    "one loss that ends the session and one that does not show on both legs that devices follow");
        }
        EngineClient session = worker();
        prepare(loss, session);
        String tunnel = up(session, first).path("tunnel_id").asText();
        String ticket = session.terminalTicket(tunnel);
        try (TerminalClient terminal = session.terminal(tunnel);
                EventsClient events = session.events(Optional.empty());
                HalfRequest request = HalfRequest.begin(session)) {
            terminal.type("echo alive-$((6*7))\r");
            terminal.awaitOutput("alive-42", SOON);
            await().atMost(SOON).until(() -> !events.words().isEmpty());
            assertThat(request.isOver()).isFalse();

            take(loss, session);

            await().atMost(AT_ONCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> terminal.closeCode().isPresent()
                            && statusOf(first).equals("down")
                            && (!loss.endsTheSession || (events.closeCode().isPresent() && request.isOver())));
            if (loss.endsTheSession) {
                assertThat(events.closeCode()).hasValue(SESSION_OVER);
            }
            assertThat(terminal.closeCode()).hasValue(loss.endsTheSession ? SESSION_OVER : LEFT_THE_TUNNEL);
        }
        assertRefused(session, loss);
        assertTicketIsVoid(session, tunnel, ticket);
        assertThat(admin.status(first.id()).field("reason")).isEqualTo("revoked");
        await().atMost(SOON).untilAsserted(() -> assertThat(activity())
                .anyMatch(line ->
                        line.contains(" tunnel_ended ") && line.contains(tunnel) && line.contains(loss.reason())));
    }

    private void assertRefused(EngineClient session, Loss loss) {
        EngineReply refused = session.get("/api/devices/" + first.id());
        if (loss.endsTheSession) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("reason")).isEqualTo(loss.reason());
        } else if (loss == Loss.APPROVAL_DEMANDED) {
            assertThat(session.connect(first.id()).field("code")).isEqualTo("access_approval_required");
        } else {
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.field("code")).isEqualTo("unknown_agent");
            assertThat(session.get("/api/devices").expect(200).text()).doesNotContain(first.id());
        }
    }
}
