package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;

/** Whose terminal it is, and where: it ends with any of them. Immutable. */
record TerminalOwner(OperatorSession operator, DeviceId device, TunnelId tunnel) {}
