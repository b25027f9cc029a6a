package io.borealis.agent.terminal.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.WinReg;

/** What Windows says of its own version. */
public final class WindowsVersion {

    private static final String KEY = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";

    private WindowsVersion() {}

    /** The build number. Asked of the registry: a program without a manifest is told an older version elsewhere. */
    public static int build() {
        return Integer.parseInt(
                Advapi32Util.registryGetStringValue(WinReg.HKEY_LOCAL_MACHINE, KEY, "CurrentBuildNumber"));
    }
}
