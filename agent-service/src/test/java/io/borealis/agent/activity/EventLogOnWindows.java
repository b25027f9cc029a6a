package io.borealis.agent.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.WinReg;
import io.borealis.agent.activity.windows.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Entries are taken, and the source is registered with a program that has their text. */
class EventLogOnWindows {

    private static final String SOURCE = "SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\BorealisAgent";
    private static final Logger AGENT = Logger.getLogger("io.borealis.agent");

    private final List<LogRecord> complaints = new ArrayList<>();

    @Test
    void takesEveryEventOfAServicesLife() {
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                complaints.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        AGENT.addHandler(listener);
        try {
            SystemLog log = new EventLog();
            for (SystemLog.Event event : SystemLog.Event.values()) {
                log.tell(event, "Ärger 日本, event " + event);
            }
        } finally {
            AGENT.removeHandler(listener);
        }
        assertThat(complaints).isEmpty();
        assertThat(Advapi32Util.registryGetExpandableStringValue(WinReg.HKEY_LOCAL_MACHINE, SOURCE, "EventMessageFile"))
                .isEqualTo("%SystemRoot%\\System32\\EventCreate.exe");
        assertThat(Advapi32Util.registryGetIntValue(WinReg.HKEY_LOCAL_MACHINE, SOURCE, "TypesSupported"))
                .isEqualTo(7);
    }
}
