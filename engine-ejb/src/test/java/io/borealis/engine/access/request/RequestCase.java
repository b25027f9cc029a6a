package io.borealis.engine.access.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.ScopeResult;
import io.borealis.engine.access.WantedScope;
import io.borealis.engine.device.DeviceChange;
import io.borealis.engine.device.SiteResult;
import io.borealis.persistence.access.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** Two sites with a device each; ada reaches the first, bob both, carl none. */
abstract class RequestCase extends EngineTest {
    static final Duration TWO_HOURS = Duration.ofHours(2);
    static final Optional<String> WHY = Optional.of("because");

    OperatorSession admin;
    OperatorSession ada;
    OperatorSession bob;
    OperatorSession carl;
    TestAgent near;
    TestAgent far;
    UUID north;
    UUID south;

    @BeforeEach
    void haveTwoSites() {
        account("root", Role.ADMIN);
        List.of("ada", "bob", "carl").forEach(name -> account(name, Role.OPERATOR));
        admin = fixture.admin("root");
        ada = fixture.operator("ada");
        bob = fixture.operator("bob");
        carl = fixture.operator("carl");
        near = fixture.connectedAgent();
        far = fixture.connectedAgent();
        north = site("north");
        south = site("south");
        move(near, north);
        move(far, south);
        limit("ada", Set.of(north));
        limit("carl", Set.of());
    }

    private void account(String name, Role role) {
        fixture.database.run(work ->
                work.operators().add(new Operator(name, "no hash", List.of(role.group()), fixture.clock.instant())));
    }

    private UUID site(String name) {
        return ((SiteResult.Done) fixture.engine.sites().create(admin, name))
                .site()
                .siteId();
    }

    void move(TestAgent agent, UUID site) {
        assertThat(fixture.engine.tunnels().devicePlaces().move(admin, agent.id(), site, WHY))
                .isEqualTo(DeviceChange.DONE);
    }

    void limit(String name, Set<UUID> sites) {
        assertThat(fixture.engine.scopes().set(admin, name, new WantedScope(false, sites, Set.of()), WHY))
                .isInstanceOf(ScopeResult.Done.class);
    }

    void approval(UUID site, boolean required, boolean operators) {
        assertThat(fixture.engine.siteApprovals().set(admin, site, required, operators, WHY))
                .isInstanceOf(SiteResult.Done.class);
    }

    Requests requests() {
        return fixture.engine.requests();
    }

    RequestView asked(OperatorSession who, String device) {
        AskResult result = requests().ask(who, device, TWO_HOURS, "the printer");
        assertThat(result).isInstanceOf(AskResult.Waits.class);
        return ((AskResult.Waits) result).request();
    }

    RequestView asked(OperatorSession who, TestAgent device) {
        return asked(who, device.id().toString());
    }

    RequestView approved(OperatorSession who, TestAgent device) {
        return done(requests().approve(admin, asked(who, device).requestId(), WHY));
    }

    static RequestView done(RequestResult result) {
        assertThat(result).isInstanceOf(RequestResult.Done.class);
        return ((RequestResult.Done) result).request();
    }

    /** What is written down, the newest first, as {@code event: detail}. */
    List<String> toldInAll() {
        return fixture.database.read(work -> work.activity().newest(1000)).stream()
                .map(row -> row.event() + ": " + row.detail().orElse(""))
                .toList();
    }
}
