package io.borealis.engine.terminal;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.List;
import java.util.Optional;

/**
 * A terminal as one operator session sees it. Immutable.
 *
 * @param operator who opened it
 * @param may what is allowed to whom it is shared with; empty for the session that opened it, which may everything
 * @param size of the shell's window
 * @param guests with whom it is shared and who is there; told to the session that opened it alone
 */
public record TerminalView(
        String terminalId,
        TunnelId tunnel,
        DeviceId device,
        String operator,
        Optional<Leave> may,
        TerminalSize size,
        List<FromTerminal.Guest> guests) {}
