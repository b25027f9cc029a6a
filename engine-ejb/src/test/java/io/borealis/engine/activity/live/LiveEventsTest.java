package io.borealis.engine.activity.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.live.LiveEvents.Position;
import io.borealis.protocol.activity.LiveWord;
import io.borealis.protocol.activity.LiveWord.FetchAgain;
import io.borealis.protocol.activity.LiveWord.Gap;
import io.borealis.protocol.activity.LiveWord.Happened;
import io.borealis.protocol.activity.LiveWord.Hello;
import io.borealis.protocol.control.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveEventsTest extends EngineTest {

    // More than are kept, even when a batch of them was told already
    private static final int FLOOD = LiveEvents.KEPT + 200;

    private LiveEvents events;
    private OperatorSession ada;
    private TestAgent agent;

    @BeforeEach
    void prepare() {
        events = fixture.engine.liveEvents();
        ada = fixture.operator("ada");
        agent = fixture.connectedAgent();
    }

    /** Takes what it is told, at once or when it is let. */
    private static final class Screen implements EventScreen {
        private final List<LiveWord> words = new CopyOnWriteArrayList<>();
        private final List<Runnable> held = new ArrayList<>();
        private final List<CloseReason> ends = new CopyOnWriteArrayList<>();
        private boolean slow;

        @Override
        public synchronized void tell(List<LiveWord> said, Runnable taken) {
            words.addAll(said);
            if (slow) {
                held.add(taken);
            } else {
                taken.run();
            }
        }

        synchronized void beSlow(boolean yes) {
            slow = yes;
            if (!yes) {
                held.forEach(Runnable::run);
                held.clear();
            }
        }

        @Override
        public void ended(CloseReason reason, String text) {
            ends.add(reason);
        }

        /** How many events it was told, or was told that it missed. */
        long heardOf() {
            long from = ((Hello) words.get(0)).number();
            LiveWord last = words.get(words.size() - 1);
            return last instanceof Happened event
                    ? event.number() - from
                    : last instanceof FetchAgain gap ? gap.number() - from : 0;
        }

        List<String> happened() {
            return words.stream()
                    .filter(Happened.class::isInstance)
                    .map(word -> ((Happened) word).event())
                    .toList();
        }
    }

    private Screen watching(OperatorSession who) {
        Screen screen = new Screen();
        assertThat(events.watch(who, Optional.empty(), screen)).isPresent();
        await().until(() -> !screen.words.isEmpty());
        return screen;
    }

    private void rename(String name) {
        fixture.engine
                .activity()
                .write(ActivityEntry.of(ActivityEvent.DEVICE_RENAMED)
                        .on(agent.id())
                        .because(name));
    }

    @Test
    void numbersWhatHappensWithoutAHole() {
        Screen screen = watching(fixture.operator("grace"));
        for (int i = 0; i < 200; i++) {
            rename("name " + i);
        }
        await().until(() -> screen.happened().size() == 200);
        Hello hello = (Hello) screen.words.get(0);
        for (int i = 0; i < 200; i++) {
            assertThat(((Happened) screen.words.get(i + 1)).number()).isEqualTo(hello.number() + i + 1);
        }
    }

    @Test
    void tellsASlowOneThatHeMissedSomeAndHoldsUpNobody() {
        Screen slow = watching(ada);
        Screen quick = watching(fixture.operator("grace"));
        rename("first");
        await().until(() -> slow.happened().size() == 1);
        slow.beSlow(true);
        ActivityEntry entry = ActivityEntry.of(ActivityEvent.DEVICE_RENAMED).on(agent.id());
        for (int i = 0; i < FLOOD; i++) {
            events.happened(fixture.clock.instant(), entry);
        }
        long end = FLOOD + 1;
        await().until(() -> quick.heardOf() >= end);
        slow.beSlow(false);
        await().until(() -> slow.words.stream().anyMatch(FetchAgain.class::isInstance));
        rename("last");
        await().until(() -> slow.words.get(slow.words.size() - 1) instanceof Happened);
        assertThat(slow.happened().size()).isLessThan(FLOOD);
        assertThat(slow.ends).isEmpty();
    }

    @Test
    void goesOnAfterTheLastThatWasTold() {
        Screen before = watching(ada);
        rename("heard");
        await().until(() -> before.happened().size() == 1);
        String run = ((Hello) before.words.get(0)).run();
        long number = ((Happened) before.words.get(1)).number();
        rename("missed");

        Screen after = new Screen();
        events.watch(ada, Optional.of(new Position(run, number)), after);
        await().until(() -> after.happened().size() == 1);
        assertThat(after.words).hasSize(2);

        Screen other = new Screen();
        events.watch(ada, Optional.of(new Position("another", number)), other);
        await().until(() -> other.words.size() == 2);
        assertThat(other.words.get(1)).isEqualTo(new FetchAgain(((Hello) other.words.get(0)).number(), Gap.MISSED));

        Screen ahead = new Screen();
        events.watch(ada, Optional.of(new Position(run, number + 1_000)), ahead);
        await().until(() -> ahead.words.size() == 2);
        assertThat(ahead.words.get(1)).isInstanceOf(FetchAgain.class);
    }

    @Test
    void leavesOutWhatAnybodyCanCauseWithoutEnd() {
        Screen screen = watching(ada);
        fixture.engine
                .activity()
                .write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED).by("nobody", "192.0.2.1"));
        rename("told");
        await().until(() -> !screen.happened().isEmpty());
        assertThat(screen.happened()).containsExactly("device_renamed");
    }

    @Test
    void waitsWhileNobodyKnowsWhoMaySee() {
        Screen screen = watching(ada);
        fixture.served.goAway();
        fixture.engine
                .activity()
                .writeOrLater(ActivityEntry.of(ActivityEvent.DEVICE_RENAMED).on(agent.id()));
        fixture.served.comeBack();
        await().until(() -> screen.happened().contains("device_renamed"));
    }

    @Test
    void boundsHowManyLookOnFromOneSession() {
        List<Runnable> leave = new ArrayList<>();
        for (int i = 0; i < LiveEvents.MOST_PER_SESSION; i++) {
            leave.add(events.watch(ada, Optional.empty(), new Screen()).orElseThrow());
        }
        Screen refused = new Screen();
        assertThat(events.watch(ada, Optional.empty(), refused)).isEmpty();
        assertThat(refused.ends).containsExactly(CloseReason.TOO_MUCH);

        leave.get(0).run();
        assertThat(events.watch(ada, Optional.empty(), new Screen())).isPresent();
    }

    @Test
    void endsWithTheSessionAndWithTheEngine() {
        Screen own = watching(ada);
        Screen other = watching(fixture.operator("grace"));
        fixture.engine.sessions().signOut(ada);
        assertThat(own.ends).containsExactly(CloseReason.UNAUTHORIZED);
        assertThat(other.ends).isEmpty();
        Screen late = new Screen();
        assertThat(events.watch(ada, Optional.empty(), late)).isEmpty();
        assertThat(late.ends).containsExactly(CloseReason.UNAUTHORIZED);

        events.close();
        assertThat(other.ends).containsExactly(CloseReason.TRY_AGAIN);
    }
}
