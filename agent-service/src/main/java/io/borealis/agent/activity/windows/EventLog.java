package io.borealis.agent.activity.windows;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinReg;
import io.borealis.agent.activity.SystemLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries of the source BorealisAgent in the log Application. Their text is read by the event viewer through a program
 * that every Windows has for such texts, so the product brings no message file of its own. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/eventlog/event-sources">Event sources</a>
 */
public final class EventLog implements SystemLog {

    static final String SOURCE = "BorealisAgent";
    static final String KEY = "SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\" + SOURCE;
    static final String MESSAGE_FILE = "EventMessageFile";
    static final String TYPES = "TypesSupported";

    /** Its texts 1 to 1000 are what the entry brings along, and nothing else. */
    static final String TEXTS = "%SystemRoot%\\System32\\EventCreate.exe";

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final int ALL_TYPES = 7;

    @Override
    public void tell(Event event, String text) {
        try {
            register();
            report(event, text);
        } catch (Win32Exception | LinkageError refused) {
            LOG.warn("Windows does not take \"{}\" into its event log: {}", text, refused.getMessage());
        }
    }

    private static void register() {
        if (!Advapi32Util.registryValueExists(WinReg.HKEY_LOCAL_MACHINE, KEY, MESSAGE_FILE)) {
            Advapi32Util.registryCreateKey(WinReg.HKEY_LOCAL_MACHINE, KEY);
            Advapi32Util.registrySetExpandableStringValue(WinReg.HKEY_LOCAL_MACHINE, KEY, MESSAGE_FILE, TEXTS);
            Advapi32Util.registrySetIntValue(WinReg.HKEY_LOCAL_MACHINE, KEY, TYPES, ALL_TYPES);
        }
    }

    private static void report(Event event, String text) {
        WinNT.HANDLE source = Advapi32.INSTANCE.RegisterEventSource(null, SOURCE);
        if (source == null) {
            throw new Win32Exception(Native.getLastError());
        }
        try {
            if (!Advapi32.INSTANCE.ReportEvent(
                    source,
                    event.isFailure() ? WinNT.EVENTLOG_ERROR_TYPE : WinNT.EVENTLOG_INFORMATION_TYPE,
                    0,
                    event.id(),
                    null,
                    1,
                    0,
                    new String[] {text},
                    null)) {
                throw new Win32Exception(Native.getLastError());
            }
        } finally {
            Advapi32.INSTANCE.DeregisterEventSource(source);
        }
    }
}
