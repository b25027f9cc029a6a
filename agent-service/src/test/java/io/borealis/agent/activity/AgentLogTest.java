package io.borealis.agent.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentLogTest {

    @AfterEach
    void forgetLevels() {
        Logger.getLogger("").setLevel(Level.INFO);
    }

    @Test
    void goesOnTellingWhatHappensAfterACollectionOfGarbage() {
        AgentLog.begin();
        collectGarbage();

        assertThat(LogManager.getLogManager().getLogger("io.borealis"))
                .as("the logger that bears the level")
                .isNotNull();
        assertThat(Logger.getLogger("io.borealis.agent.of.later").isLoggable(Level.INFO))
                .isTrue();
        assertThat(Logger.getLogger("org.example.later").isLoggable(Level.INFO)).isFalse();
    }

    private static void collectGarbage() {
        WeakReference<Object> witness = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return witness.get() == null;
        });
    }
}
