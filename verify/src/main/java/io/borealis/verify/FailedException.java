package io.borealis.verify;

/** The export does not hold; nothing after this place was looked at. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    FailedException(Outcome outcome, String sentence) {
        super(sentence);
        this.outcome = outcome;
    }

    /** It fails in a line of the file. */
    static FailedException inLine(long line, String sentence) {
        return new FailedException(Outcome.CHANGED, "line " + line + ": " + sentence);
    }

    Verdict verdict() {
        return new Verdict(outcome, String.valueOf(getMessage()));
    }
}
