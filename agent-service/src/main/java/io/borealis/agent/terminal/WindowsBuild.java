package io.borealis.agent.terminal;

import io.borealis.agent.terminal.windows.WindowsVersion;

/** Which Windows this is, for what depends on it. */
public final class WindowsBuild {

    static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private WindowsBuild() {}

    /** The build number; 0 where there is no Windows. */
    public static int ofThisMachine() {
        return WINDOWS ? WindowsVersion.build() : 0;
    }
}
