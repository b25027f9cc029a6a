package io.borealis.agent.control;

/** The Engine answered and said no. The message is the Engine's own sentence. */
public final class EngineRefusedException extends Exception {

    private final int status;
    private final String code;

    EngineRefusedException(int status, String code, String detail) {
        super("the Engine refused with " + status + ": " + detail);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** The stable word for why; empty when the Engine gave none. */
    public String code() {
        return code;
    }

    /** Whether the same request may be granted later: too many of them, or the Engine is not itself just now. */
    public boolean mayPass() {
        return status == 429 || status == 408 || status >= 500;
    }
}
