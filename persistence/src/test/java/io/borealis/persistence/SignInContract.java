package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every database keeps of the sign-ins of operators. */
abstract class SignInContract extends SealContract {
    private final String ada = "ada-" + UUID.randomUUID();

    private String signedIn(String username, Instant at) {
        String id = UUID.randomUUID().toString();
        database().run(work -> work.signIns().add(new SignIn(id, username, "192.0.2.9", Optional.of("curl/8"), at)));
        return id;
    }

    private SignIn stored(String id) {
        return database().read(work -> work.signIns().find(id)).orElseThrow();
    }

    private void end(String id, SessionEnd reason, Instant at) {
        database().run(work -> work.signIns().find(id).orElseThrow().end(reason, at));
    }

    private List<String> page(Optional<String> username, boolean ended, Optional<String> after, int most) {
        return database()
                .read(work -> work.signIns().page(username, ended, after.flatMap(work.signIns()::find), most))
                .stream()
                .map(SignIn::id)
                .toList();
    }

    private <T> List<T> list(Function<UnitOfWork, List<T>> read) {
        return database().read(read);
    }

    @Test
    void keepsASignInFromItsBeginToItsEnd() {
        String id = UUID.randomUUID().toString();
        String told = "A\u202eB\n" + "x".repeat(1000);
        database().run(work -> work.signIns().add(new SignIn(id, ada, "2001:db8::7", Optional.of(told), now)));

        SignIn fresh = stored(id);
        assertThat(fresh.isLive()).isTrue();
        assertThat(fresh.username()).isEqualTo(ada);
        assertThat(fresh.remoteAddress()).isEqualTo("2001:db8::7");
        assertThat(fresh.userAgent().orElseThrow())
                .startsWith("A\\u202eB\\u000axxx")
                .hasSize(SignIn.LONGEST_USER_AGENT);
        assertThat(fresh.signedInAt()).isEqualTo(now);
        assertThat(fresh.lastSeenAt()).isEqualTo(now);

        database().run(work -> work.signIns().seen(id, now.plusSeconds(60)));
        database().run(work -> work.signIns().seen(id, now.plusSeconds(30)));
        end(id, SessionEnd.IDLE_TIMEOUT, now.plusSeconds(90));
        database().run(work -> work.signIns().seen(id, now.plusSeconds(99)));

        SignIn ended = stored(id);
        assertThat(ended.isLive()).isFalse();
        assertThat(ended.lastSeenAt()).isEqualTo(now.plusSeconds(60));
        assertThat(ended.endedAt()).contains(now.plusSeconds(90));
        assertThat(ended.endReason()).contains(SessionEnd.IDLE_TIMEOUT);
    }

    @Test
    void givesSignInsByPagesTheNewestFirst() {
        String first = signedIn(ada, now);
        String second = signedIn(ada, now.plusSeconds(1));
        String third = signedIn(ada, now.plusSeconds(2));
        String ofOther = signedIn("bob-" + UUID.randomUUID(), now.plusSeconds(3));
        end(second, SessionEnd.SIGNED_OUT, now.plusSeconds(4));

        assertThat(page(Optional.of(ada), false, Optional.empty(), 10)).containsExactly(third, first);
        assertThat(page(Optional.of(ada), true, Optional.empty(), 2)).containsExactly(third, second);
        assertThat(page(Optional.of(ada), true, Optional.of(second), 2)).containsExactly(first);
        assertThat(page(Optional.empty(), false, Optional.empty(), 1000))
                .contains(ofOther, third, first)
                .doesNotContain(second);
    }

    @Test
    void pagesLoseNoSignInOfTheSameMoment() {
        List<String> all = List.of(signedIn(ada, now), signedIn(ada, now), signedIn(ada, now));

        List<String> first = page(Optional.of(ada), false, Optional.empty(), 2);
        List<String> rest = page(Optional.of(ada), false, Optional.of(first.get(1)), 2);

        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(all).containsAll(first).containsAll(rest);
    }

    @Test
    void knowsInWhichSessionNobodyWasSeenForLongest() {
        String first = signedIn(ada, now);
        String second = signedIn(ada, now.plusSeconds(1));
        database().run(work -> work.signIns().seen(first, now.plusSeconds(9)));

        assertThat(list(work -> work.signIns().liveOf(ada)))
                .extracting(SignIn::id)
                .containsExactly(second, first);
        assertThat(list(work -> work.signIns().live())).extracting(SignIn::id).contains(first, second);
    }

    @Test
    void keepsEndedSignInsForATimeAndInNumbers() {
        String old = signedIn(ada, now);
        String middle = signedIn(ada, now);
        String young = signedIn(ada, now);
        String live = signedIn(ada, now.minus(Duration.ofDays(9)));
        // Long before what others of this database ended
        Instant past = now.minus(Duration.ofDays(4000));
        end(old, SessionEnd.SIGNED_OUT, past);
        end(middle, SessionEnd.SIGNED_OUT, now.plusSeconds(1));
        end(young, SessionEnd.SIGNED_OUT, now.plusSeconds(2));

        database().run(work -> work.signIns().removeEndedBefore(past.plusSeconds(1)));
        assertThat(page(Optional.of(ada), true, Optional.empty(), 10)).containsExactlyInAnyOrder(middle, young, live);

        database().run(work -> work.signIns().keepEnded(ada, 1, Instant.now()));
        assertThat(page(Optional.of(ada), true, Optional.empty(), 10)).containsExactlyInAnyOrder(young, live);
    }

    @Test
    void findsLeasesWhoseSessionIsOver() {
        TunnelId tunnel = openTunnel(enrolledDevice());
        String live = signedIn(ada, now);
        String over = signedIn(ada, now);
        String unknown = UUID.randomUUID().toString();
        for (String session : List.of(live, over, unknown)) {
            database().run(work -> work.tunnels().add(new Lease(tunnel, ada, session, now)));
        }
        end(over, SessionEnd.SIGNED_OUT, now);

        assertThat(list(work -> work.tunnels().leasesWithoutSession()))
                .filteredOn(lease -> lease.tunnel().equals(tunnel))
                .extracting(Lease::sessionId)
                .containsExactlyInAnyOrder(over, unknown);
        assertThat(list(work -> work.tunnels().leasesOf(over)))
                .extracting(Lease::tunnel)
                .containsExactly(tunnel);
    }
}
