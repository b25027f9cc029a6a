package io.borealis.lab.fault;

import java.util.EnumSet;
import java.util.Set;

/**
 * One cell of the fault matrix.
 *
 * <p>Each says what is broken, at which step that the lab can see, and what must be true afterwards. What the Engine's Java
 * decides, whatever is below it, is tried on the quick leg alone; there, {@code PowerIT} and {@code RecoveryIT} kill Engines on
 * both.
 */
enum Fault {
    ENGINE_KILLED_PENDING(
            "SIGKILL of the Engine",
            "row `pending`, the agent has not answered",
            "down, `engine_stop`; a new tunnel can be opened"),
    ENGINE_KILLED_ADMITTED("SIGKILL of the Engine", "peer admitted, no handshake", "down, `engine_stop`; no peer"),
    ENGINE_KILLED_UP("SIGKILL of the Engine", "tunnel up", "the same tunnel is up again; nobody asked for it"),
    ENGINE_KILLED_CONNECTING(
            "SIGKILL of the Engine",
            "three connects 20 ms apart, at the first answer",
            "each that was acknowledged is known by its id: up, or down with `engine_stop`"),
    ENGINE_KILLED_DISCONNECTING(
            "SIGKILL of the Engine",
            "three disconnects 10 ms apart, at the first answer",
            "each that was acknowledged is down, `operator_disconnect`; of the others none is half ended"),
    ENGINE_WIREGUARD_KILLED(
            "WireGuard of the Engine ends", "tunnel up", "listener made anew, the same tunnel is up again"),
    ENGINE_HEAP_FILLED(
            "the Engine's heap is filled",
            "tunnel up",
            "the process ends by itself; started again, the same tunnel is up"),
    AGENT_KILLED("SIGKILL of the agent", "tunnel up", "down, `agent_disconnect`; the adapter went with the process"),
    AGENT_WIREGUARD_KILLED(
            "WireGuard of the agent ends", "tunnel up", "down, `agent_disconnect`; a new tunnel can be opened"),
    DATABASE_LATE(
            "PostgreSQL is not there when the Engine starts",
            "a tunnel in the rows",
            "503 and not ready, then serves by itself within 60 s of its return; the same tunnel is up again"),
    DATABASE_RESTARTED(
            "PostgreSQL stopped and started",
            "tunnel up",
            "503 meanwhile, never 401; the same tunnel is up, no peer moved; first 200 within 5 s"),
    DATABASE_FILE_LOCKED(
            "H2 file locked by another process",
            "start of the Engine",
            "503 and not ready until the lock goes, then serves by itself"),
    DATABASE_FILE_FULL(
            "disk full under the H2 file",
            "tunnel up",
            "503 for what needs a row, the peer stays; afterwards there is what was acknowledged last, or what was refused last"),
    LOG_FULL(
            "disk full under the log",
            "no tunnel",
            "tunnels open and end as ever; lines are written again when there is room"),
    NETWORK_CUT_10_S("network of the device cut for 10 s", "tunnel up", "the same tunnel is up and carries a command"),
    NETWORK_CUT_5_MIN(
            "network of the device cut for 5 min",
            "tunnel up",
            "down, `agent_disconnect`, meanwhile; the device takes its side down when it is back"),
    CONTROL_CUT(
            "control channel cut for 75 s while UDP lives",
            "tunnel up",
            "up all the while, and the same one afterwards"),
    UDP_CUT(
            "UDP cut while the control channel lives",
            "tunnel up",
            "`recovering` once a handshake is due, and up again, the same one, when UDP is back"),
    DEVICE_MOVED(
            "the device's packets come from another address",
            "tunnel up",
            "the same tunnel is up from there and carries a command"),
    ENGINE_CLOCK_FORWARD(
            "the Engine's clock is set on by an hour",
            "tunnel up",
            "the same tunnel is up and nobody is signed out; sign-in, tunnels and terminals as ever"),
    ENGINE_CLOCK_BACK(
            "the Engine's clock is set back by an hour",
            "tunnel up",
            "the same tunnel is up and nobody is signed out; sign-in, tunnels and terminals as ever"),
    DEVICE_CLOCK_FORWARD(
            "the device's clock is set on by an hour",
            "tunnel up",
            "the same tunnel is up; tunnels and terminals as ever, also over a new control channel"),
    DEVICE_CLOCK_BACK(
            "the device's clock is set back by an hour",
            "tunnel up",
            "the same tunnel is up; tunnels and terminals as ever, also over a new control channel");

    private static final Set<Fault> OF_THE_SYSTEM = EnumSet.of(
            AGENT_KILLED,
            AGENT_WIREGUARD_KILLED,
            DATABASE_FILE_LOCKED,
            DATABASE_FILE_FULL,
            LOG_FULL,
            NETWORK_CUT_10_S,
            UDP_CUT,
            DEVICE_MOVED);

    private final String what;
    private final String when;
    private final String then;

    Fault(String what, String when, String then) {
        this.what = what;
        this.when = when;
        this.then = then;
    }

    /** Whether device, sockets or files of the system have a part in what must be true. */
    boolean isOfTheSystem() {
        return OF_THE_SYSTEM.contains(this);
    }

    /** Its row of the table, on one line. */
    String row() {
        return "| " + what + " | " + when + " | " + then + " | `" + name() + "` |";
    }
}
