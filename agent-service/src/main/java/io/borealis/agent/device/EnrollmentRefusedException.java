package io.borealis.agent.device;

/** The device was not enrolled, and asking again with the same code will not help. The message says what will. */
public final class EnrollmentRefusedException extends Exception {

    public EnrollmentRefusedException(String why) {
        super(why);
    }
}
