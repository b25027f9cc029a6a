package io.borealis.lab.attack;

import io.borealis.lab.Lab;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Underlay;
import io.borealis.lab.token.ScriptedAgent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an attack stands on: a lab with an honest tunnel to an honest device, sessions of every role, and a device of the
 * attacker that was properly enrolled. Not thread-safe.
 */
final class Ground {

    private final Lab lab;
    private final String tunnelId;
    private final Set<String> hostile = new HashSet<>();
    private ScriptedAgent device;

    /** @param tunnelId the honest tunnel, up, of the first device and the session of {@code operator} */
    Ground(Lab lab, String tunnelId) {
        this.lab = lab;
        this.tunnelId = tunnelId;
        // a login is written down: not while an attack is watched
        List.of("admin", "operator", "operator2", "auditor").forEach(lab::session);
        this.device = enrollHostileDevice();
    }

    /** One more device of the attacker; for {@link Attack.Given} only, since it makes rows of activity. */
    ScriptedAgent enrollHostileDevice() {
        ScriptedAgent enrolled = ScriptedAgent.enroll(nobody(), Lab.newCode(admin(), true));
        hostile.add(enrolled.device().toString());
        return enrolled;
    }

    /** The attacker's device with its channel open, whatever became of it in an earlier row. */
    ScriptedAgent device() {
        if (!device.isOpen()) {
            device = device.reconnect();
        }
        return device;
    }

    /** The attacker's device with its channel closed, so that a row opens one of its own. */
    ScriptedAgent hangUp() {
        device.close();
        return device;
    }

    /** This terminal is the attacker's own: what becomes of it is no change of the Engine's state either. */
    void owns(TerminalClient terminal) {
        hostile.add(terminal.terminalId());
    }

    /** The ids of the attacker's devices: what happens to them is no change of the Engine's state. */
    Set<String> hostile() {
        return Set.copyOf(hostile);
    }

    Lab lab() {
        return lab;
    }

    /** The honest device that has the tunnel. */
    LabAgent agent() {
        return lab.agents().get(0);
    }

    String tunnelId() {
        return tunnelId;
    }

    EngineClient nobody() {
        return lab.engine().client();
    }

    EngineClient admin() {
        return lab.session("admin");
    }

    EngineClient operator() {
        return lab.session("operator");
    }

    /** A second operator, who has no share in the honest tunnel. */
    EngineClient stranger() {
        return lab.session("operator2");
    }

    EngineClient auditor() {
        return lab.session("auditor");
    }

    /** An address from which a connection comes from somebody else, 0 to 15. */
    String stranger(int number) {
        return Underlay.strangerTo(nobody().base().getHost(), number);
    }

    /** A new connection on which a row says exactly what it wants, over TLS. */
    RawConnection raw() {
        return RawConnection.open(nobody());
    }
}
