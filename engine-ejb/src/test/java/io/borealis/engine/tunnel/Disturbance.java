package io.borealis.engine.tunnel;

import io.borealis.engine.access.OperatorSession;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.connector.ListenerLost;
import io.borealis.network.connector.PeerSeen;
import io.borealis.network.connector.PeerSilent;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One thing that an operator does or that goes wrong, chosen by a seed. */
final class Disturbance {
    /** Steps of the driver that may fail. */
    static final List<Step> STEPS = List.of(Step.ADD_PEER, Step.REMOVE_PEER, Step.ADD_FILTERS, Step.READ_PEERS);

    private final Fleet fleet;

    Disturbance(Fleet fleet) {
        this.fleet = fleet;
    }

    /** What an operator may do, in any order and at any time. */
    void operate(OperatorSession operator, Random random) {
        SimulatedAgent agent = any(random);
        Tunnels tunnels = fleet.engine().tunnels();
        TunnelBroker broker = tunnels.broker();
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> broker.open(operator, agent.id());
            case 4, 5 -> broker.leave(operator, agent.id(), false);
            case 6 -> broker.leave(operator, agent.id(), true);
            case 7 -> live(agent).ifPresent(tunnel -> broker.activity(operator, tunnel));
            case 8 -> live(agent).ifPresent(tunnel -> broker.presence(operator, tunnel));
            case 9 -> live(agent).ifPresent(tunnel -> hold(operator, tunnel, random));
            case 10 ->
                fleet.engine()
                        .portAccess()
                        .set(operator, agent.id(), List.of(PortRule.tcp(1 + random.nextInt(65535))), Optional.empty());
            default ->
                tunnels.idleTimes().set(operator, agent.id(), Optional.of(Duration.ofMinutes(5L + random.nextInt(20))));
        }
    }

    private void hold(OperatorSession operator, TunnelId tunnel, Random random) {
        TunnelHolds holds = fleet.engine().tunnels().holds();
        if (random.nextBoolean()) {
            holds.hold(operator, tunnel, Duration.ofMinutes(1L + random.nextInt(300)));
        } else {
            holds.release(operator, tunnel);
        }
    }

    private Optional<TunnelId> live(SimulatedAgent agent) {
        return fleet.database()
                .read(work -> work.tunnels().findLive(agent.id()))
                .map(Tunnel::id);
    }

    private SimulatedAgent any(Random random) {
        return fleet.agents().get(random.nextInt(Fleet.AGENTS));
    }

    /** What may go wrong. */
    void disturb(Random random) {
        SimulatedAgent agent = any(random);
        Tunnels tunnels = fleet.engine().tunnels();
        switch (random.nextInt(14)) {
            case 0 -> agent.lose();
            case 1, 2, 3 -> agent.connect();
            case 4 -> agent.crash();
            case 5 -> agent.answers = random.nextInt(4) > 0;
            case 6 -> agent.reachable = random.nextInt(4) > 0;
            case 7 -> agent.key().ifPresent(key -> tunnels.peerSilent(new PeerSilent(key, Optional.empty())));
            case 8 ->
                agent.key().ifPresent(key -> {
                    Instant now = fleet.clock().instant();
                    fleet.host().shake(key, now);
                    tunnels.peerSeen(new PeerSeen(key, now, true));
                });
            case 9 -> fleet.host().failNext(STEPS.get(random.nextInt(STEPS.size())));
            case 10 -> fleet.database().failOnce();
            case 11 -> fleet.database().conflictOnce();
            case 12 -> {
                fleet.clock().advance(Duration.ofSeconds(random.nextInt(400)));
                tunnels.sweep();
            }
            default -> tunnels.pulse();
        }
    }

    /** What happens to the whole Engine, with nobody else doing anything meanwhile. */
    void shatter(Random random) throws HostNetworkException {
        Tunnels tunnels = fleet.engine().tunnels();
        switch (random.nextInt(12)) {
            case 0 -> fleet.restart();
            case 1 -> {
                fleet.host().lose();
                tunnels.listenerLost(new ListenerLost(fleet.clock().instant(), false, "the driver was removed"));
                fleet.host().listen();
                tunnels.listenerLost(new ListenerLost(fleet.clock().instant(), true, "it stands again"));
            }
            case 2 -> fleet.clock().step(Duration.ofMinutes(random.nextInt(240) - 120L));
            case 3 -> fleet.clock().advance(Duration.ofMinutes(random.nextInt(30)));
            default ->
                fleet.agents().stream().filter(agent -> random.nextInt(3) == 0).forEach(SimulatedAgent::connect);
        }
    }
}
