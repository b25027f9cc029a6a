package io.borealis.lab.run;

/** The lab itself cannot go on: the message names cause and cure. Not a failure of what is being shown or tested. */
public final class LabException extends RuntimeException {

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
