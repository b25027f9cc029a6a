package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import java.util.Optional;

/**
 * What a ticket was given for. Immutable.
 *
 * @param terminalId the terminal that it attaches to; empty when it opens a new one
 */
public record TicketUse(OperatorSession operator, Optional<String> terminalId) {}
