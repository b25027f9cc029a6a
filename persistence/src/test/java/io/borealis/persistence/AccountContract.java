package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.persistence.access.Operator;
import io.borealis.persistence.access.SecondFactor;
import io.borealis.persistence.access.SignIn;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every database keeps of accounts, and how it keeps two decisions about them apart. */
abstract class AccountContract extends SignInContract {
    private final String prefix = UUID.randomUUID().toString();

    private String account(String name, String... roles) {
        String username = prefix + name;
        database().run(work -> work.operators().add(new Operator(username, "$argon2id$…", List.of(roles), now)));
        return username;
    }

    private Operator stored(String username) {
        return database().read(work -> work.operators().find(username)).orElseThrow();
    }

    @Test
    void keepsWhatIsSettledAboutAnAccount() {
        String ada = account("ada", "admin");
        assertThat(stored(ada).mustChangePassword()).isFalse();
        assertThat(stored(ada).passwordSetAt()).contains(now);

        database().run(work -> {
            Operator row = work.operators().lock(ada).orElseThrow();
            row.setPassword("$argon2id$other", true, now.plusSeconds(9));
            row.setRoles(List.of("operator", "auditor"));
            row.disable();
        });

        Operator changed = stored(ada);
        assertThat(changed.passwordHash()).isEqualTo("$argon2id$other");
        assertThat(changed.mustChangePassword()).isTrue();
        assertThat(changed.passwordSetAt()).contains(now.plusSeconds(9));
        assertThat(changed.roles()).containsExactly("operator", "auditor");
        assertThat(changed.isDisabled()).isTrue();
        Optional<Operator> none = database().write(work -> work.operators().lock(prefix + "none"));
        assertThat(none).isEmpty();
    }

    @Test
    void keepsASecondFactorAndWhatOfItWasTaken() {
        String eve = account("eve", "operator");
        database().run(work -> work.operators().add(new SecondFactor(eve, "sealed", now)));
        assertThat(secondFactor(eve).orElseThrow().isConfirmed()).isFalse();

        database().run(work -> work.operators().secondFactor(eve).orElseThrow().confirm(41, List.of("a", "b"), now));
        database().run(work -> {
            SecondFactor row = work.operators().secondFactor(eve).orElseThrow();
            row.use(42);
            row.useRecovery("a");
        });

        SecondFactor kept = secondFactor(eve).orElseThrow();
        assertThat(kept.isConfirmed()).isTrue();
        assertThat(kept.sealedSecret()).isEqualTo("sealed");
        assertThat(kept.lastStep()).isEqualTo(42);
        assertThat(kept.recoveryHashes()).containsExactly("b");
        assertThatThrownBy(() -> kept.use(42)).isInstanceOf(IllegalArgumentException.class);
        database().run(work -> work.operators()
                .remove(work.operators().secondFactor(eve).orElseThrow()));
        assertThat(secondFactor(eve)).isEmpty();
    }

    private Optional<SecondFactor> secondFactor(String username) {
        return database().read(work -> work.operators().secondFactor(username));
    }

    private List<String> page(String after, int most) {
        List<Operator> rows = database().read(work -> work.operators().page(Optional.of(after), most));
        return rows.stream().map(Operator::username).toList();
    }

    @Test
    void givesAccountsByPagesInTheOrderOfTheirNames() {
        String third = account("c", "operator");
        String first = account("a", "operator");
        String second = account("b", "operator");
        assertThat(page(prefix, 2)).containsExactly(first, second);
        assertThat(page(second, 1)).containsExactly(third);
    }

    @Test
    void remembersWhatASessionMustDoFirst() {
        String id = UUID.randomUUID().toString();
        database().run(work -> {
            SignIn made = new SignIn(id, prefix, "192.0.2.9", Optional.empty(), now);
            made.oblige(Optional.of("change_password"));
            work.signIns().add(made);
        });
        assertThat(database()
                        .read(work -> work.signIns().find(id))
                        .orElseThrow()
                        .duty())
                .contains("change_password");
        database().run(work -> work.signIns().find(id).orElseThrow().oblige(Optional.empty()));
        assertThat(database()
                        .read(work -> work.signIns().find(id))
                        .orElseThrow()
                        .duty())
                .isEmpty();
    }

    /** Two that disable each other at once: the second sees what the first did, however long that took. */
    @Test
    void secondDecisionAboutAdministratorsSeesTheFirst() throws Exception {
        String left = account("left", "of-" + prefix.substring(0, 8));
        String right = account("right", "x", "of-" + prefix.substring(0, 8));
        account("other", "of-" + prefix.substring(0, 8) + "-not");
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> first = threads.submit(() -> disable(right, left, locked, asked));
            assertThat(locked.await(20, TimeUnit.SECONDS)).isTrue();
            Future<Integer> second = threads.submit(() -> disable(left, right, locked, asked));
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(second.get(20, TimeUnit.SECONDS))
                    .as("enabled ones that the second decision saw")
                    .isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(List.of(stored(left).isDisabled(), stored(right).isDisabled()))
                .containsExactly(false, true);
    }

    private int disable(String whom, String by, CountDownLatch locked, CountDownLatch asked) {
        return database().decide(work -> {
            asked.countDown();
            List<Operator> all = work.operators().lockWithAllOf("of-" + prefix.substring(0, 8), whom);
            List<Operator> enabled =
                    all.stream().filter(row -> !row.isDisabled()).toList();
            locked.countDown();
            awaitBoth(asked);
            if (enabled.stream().anyMatch(row -> row.username().equals(by)) && enabled.size() == 2) {
                enabled.stream().filter(row -> row.username().equals(whom)).forEach(Operator::disable);
            }
            return enabled.size();
        });
    }

    // The first keeps its locks until the second wants them
    private static void awaitBoth(CountDownLatch asked) {
        try {
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
