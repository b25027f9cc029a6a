package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The driver's lines become ours, with their level. */
final class DriverLogTest {

    private final List<String> lines = new ArrayList<>();
    private final DriverLog log = new DriverLog(new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, Throwable thrown) {
            lines.add(level + " " + text);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... parameters) {
            lines.add(level + " " + parameters[0]);
        }
    });

    @Test
    void keepsLevelAndText() {
        try (Arena arena = new Arena()) {
            log.invoke(0, 0, arena.utf16("Ärger mit {0} 日本"));
            log.invoke(1, 0, arena.utf16("careful"));
            log.invoke(2, 0, arena.utf16("broken\n"));
            log.invoke(7, 0, arena.utf16(""));
        }
        assertThat(lines).containsExactly("INFO Ärger mit {0} 日本", "WARNING careful", "ERROR broken", "INFO ");
    }

    @Test
    void doesNotReadBeyondItsBound() {
        try (Memory endless = new Memory(8192)) {
            endless.setMemory(0, endless.size(), (byte) 'x');
            Pointer text = endless;
            log.invoke(0, 0, text);
        }
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).hasSize("INFO ".length() + 1024));
    }
}
