package io.borealis.lab.run;

/**
 * What a finished command said.
 *
 * @param text standard output and error, in the order of their arrival
 */
public record Output(int exitCode, String text) {

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** The text of a command that had to succeed. */
    public String orThrow(String what) {
        if (!succeeded()) {
            throw new LabException(what + " ended with " + exitCode + ": " + text.strip());
        }
        return text;
    }
}
