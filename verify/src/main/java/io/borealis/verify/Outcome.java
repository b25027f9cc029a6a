package io.borealis.verify;

/** What a check comes to; the numbers are stable, scripts rely on them. */
enum Outcome {
    PROVEN(0),
    CHANGED(1),
    CUT(2),
    WRONG_KEY(3),
    NO_EXPORT(4),
    UNREADABLE(5),
    MISUSED(64);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
