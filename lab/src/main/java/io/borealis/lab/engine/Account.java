package io.borealis.lab.engine;

/**
 * An operator's account of a lab's Engine. The password is made anew for every run, so it is shown on purpose.
 *
 * @param role {@code admin}, {@code operator} or {@code auditor}
 */
public record Account(String username, String password, String role) {}
