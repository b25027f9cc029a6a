package io.borealis.engine.tunnel;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.terminal.TerminalResult;
import io.borealis.engine.tunnel.host.DesiredPeers;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What holds whenever nothing is in motion. */
final class Promises {
    private static final int MORE_ROWS_THAN_THERE_ARE = 1_000_000;

    private final Fleet fleet;
    private int turn;

    Promises(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Which promises are broken, in words; empty when none is. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        fleet.threads().bugs().forEach(bug -> broken.add("a bug: " + bug));
        fleet.agents().forEach(agent -> broken.addAll(agent.complaints()));
        List<Tunnel> live = fleet.database().read(work -> work.tunnels().live());
        oneEach(live, broken);
        hostIsWhatIsDesired(live, broken);
        leasesAndTunnels(live, broken);
        return broken;
    }

    private static void oneEach(List<Tunnel> live, List<String> broken) {
        live.stream()
                .collect(Collectors.groupingBy(Tunnel::device, Collectors.counting()))
                .forEach((device, count) -> {
                    if (count > 1) {
                        broken.add(device + " has " + count + " live tunnels");
                    }
                });
    }

    private void hostIsWhatIsDesired(List<Tunnel> live, List<String> broken) {
        Map<WireGuardKey, Set<PortRule>> desired = fleet.database().read(work -> live.stream()
                .filter(tunnel -> tunnel.agentPublicKey().isPresent())
                .collect(Collectors.toMap(
                        tunnel -> tunnel.agentPublicKey().orElseThrow(),
                        tunnel -> DesiredPeers.withTerminal(DesiredPeers.portsOf(work, tunnel.device())))));
        Map<WireGuardKey, Set<PortRule>> actual = fleet.host().permits();
        if (!actual.equals(desired)) {
            broken.add("the host has " + actual + " and should have " + desired);
        }
    }

    private void leasesAndTunnels(List<Tunnel> live, List<String> broken) {
        List<Lease> leases = fleet.database().read(work -> work.tunnels().liveLeases());
        Set<TunnelId> living = live.stream().map(Tunnel::id).collect(Collectors.toSet());
        Set<TunnelId> leased = leases.stream().map(Lease::tunnel).collect(Collectors.toSet());
        if (!living.equals(leased)) {
            broken.add("live tunnels are " + living + ", and leases live of " + leased);
        }
        Set<String> pairs = new HashSet<>();
        leases.forEach(lease -> pairs.add(lease.tunnel() + " " + lease.sessionId()));
        for (Tunnel tunnel : live) {
            // One of them for each tunnel: over all runs everybody comes to everything
            fleet.operators().stream()
                    .skip(turn++ % Fleet.OPERATORS)
                    .filter(operator -> !pairs.contains(tunnel.id() + " " + operator.sessionId()))
                    .findFirst()
                    .ifPresent(operator -> noTerminal(tunnel.id(), operator, broken));
        }
    }

    // Refused before anything is dialled: nobody without a lease gets as far as the device
    private void noTerminal(TunnelId tunnel, OperatorSession operator, List<String> broken) {
        TerminalResult result = fleet.engine().terminals().open(operator, tunnel, TerminalSize.DEFAULT, new NoScreen());
        if (!(result instanceof TerminalResult.NotYours) && !(result instanceof TerminalResult.NoTunnel)) {
            broken.add(operator.username() + " without a lease gets " + result + " in " + tunnel);
        }
    }

    /** Each tunnel that was ever opened lives, or ended once and for one reason; the rows and the activity agree. */
    List<String> brokenStories() {
        List<String> broken = new ArrayList<>();
        for (SimulatedAgent agent : fleet.agents()) {
            List<Activity> told =
                    fleet.database().read(work -> work.activity().newestOf(agent.id(), MORE_ROWS_THAN_THERE_ARE));
            Map<TunnelId, Long> ends = count(told, "tunnel_ended");
            Map<TunnelId, Long> starts = count(told, "tunnel_opened");
            starts.forEach((id, times) -> {
                long ended = ends.getOrDefault(id, 0L);
                Optional<Tunnel> row =
                        fleet.database().read(work -> work.tunnels().find(id));
                boolean lives = row.filter(Tunnel::isLive).isPresent();
                boolean named = row.flatMap(Tunnel::endReason).isPresent();
                if (times != 1 || ended != (lives ? 0 : 1) || named == lives) {
                    broken.add(id + " was opened " + times + " times, ended " + ended + " times, lives: " + lives);
                }
            });
            ends.keySet().stream().filter(id -> !starts.containsKey(id)).forEach(id -> broken.add(id + " only ended"));
        }
        return broken;
    }

    private static Map<TunnelId, Long> count(List<Activity> told, String event) {
        return told.stream()
                .filter(row -> row.event().equals(event))
                .map(row -> row.tunnel().orElseThrow())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
