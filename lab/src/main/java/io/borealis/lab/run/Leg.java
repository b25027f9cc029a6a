package io.borealis.lab.run;

import java.util.Locale;

/** As what Engine and agents run: the two legs of the lab. */
public enum Leg {
    /** As processes of this system. */
    QUICK,
    /** As Windows processes. */
    WINDOWS;

    /** System property {@code borealis.leg}: {@code quick}, which is the default, or {@code windows}. */
    public static Leg ofThisProcess() {
        String name = System.getProperty("borealis.leg", "quick");
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new LabException("borealis.leg is '" + name + "'; it is quick or windows", unknown);
        }
    }

    public Leg other() {
        return this == QUICK ? WINDOWS : QUICK;
    }

    /** What stands before the purpose of a run, so that both legs can run in one tree at once. */
    public String prefix() {
        return this == QUICK ? "" : "windows-";
    }
}
