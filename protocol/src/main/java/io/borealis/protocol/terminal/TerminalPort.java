package io.borealis.protocol.terminal;

import io.borealis.protocol.access.PortRule;

/** Where an agent serves the terminal: SSH on its virtual IP only, TCP 47002, for the Engine alone. */
public final class TerminalPort {

    public static final int NUMBER = 47002;

    /** The rule that lets the Engine reach the terminal of every admitted device. */
    public static final PortRule RULE = PortRule.tcp(NUMBER);

    private TerminalPort() {}
}
