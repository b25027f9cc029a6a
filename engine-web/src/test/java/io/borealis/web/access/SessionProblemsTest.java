package io.borealis.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.access.SessionCheck;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.web.Problem;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionProblemsTest {

    private static Problem over(Optional<String> reason) {
        return SessionProblems.over(new SessionCheck.Over(reason));
    }

    @Test
    void everyEndHasWordsOfItsOwnAndTheSameCure() {
        Set<String> sentences = new HashSet<>();
        for (SessionEnd end : SessionEnd.values()) {
            Problem problem = over(Optional.of(end.wireName()));
            assertThat(problem.status()).isEqualTo(401);
            assertThat(problem.code()).isEqualTo("session_ended");
            assertThat(problem.more()).containsEntry("reason", end.wireName());
            assertThat(problem.detail()).endsWith("sign in again at /api/auth/login");
            assertThat(problem.detail()).doesNotStartWith("this session is over");
            assertThat(sentences.add(problem.detail())).isTrue();
        }
    }

    @Test
    void sessionThatNobodyKnowsIsToldSo() {
        assertThat(over(Optional.empty()).more()).containsEntry("reason", "unknown");
        assertThat(over(Optional.empty()).detail()).contains("does not know this session");
    }
}
