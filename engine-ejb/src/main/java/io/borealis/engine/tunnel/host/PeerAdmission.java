package io.borealis.engine.tunnel.host;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentConnection;
import io.borealis.engine.token.OrchestrationTokens;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Peer;
import io.borealis.persistence.ConflictException;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine.PeerOffered;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.token.OrchestrationToken;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.time.Clock;
import java.util.Base64;

/**
 * Lets a device's peer in: the Engine's own token is verified again and the device's signature checked, then the row
 * desires the peer, and only after that commit the host admits it. Whatever is wrong, the host's peers stay as they
 * were, the agent is told, and why is written down. Call it in the device's turn.
 */
public final class PeerAdmission {
    private final Database database;
    private final TunnelHost host;
    private final OrchestrationTokens tokens;
    private final DesiredPeers desired;
    private final TunnelEnding ending;
    private final HandshakeWatch watch;
    private final ActivityLog activity;
    private final Clock clock;

    public PeerAdmission(
            Database database,
            TunnelHost host,
            OrchestrationTokens tokens,
            DesiredPeers desired,
            TunnelEnding ending,
            HandshakeWatch watch,
            ActivityLog activity,
            Clock clock) {
        this.database = database;
        this.host = host;
        this.tokens = tokens;
        this.desired = desired;
        this.ending = ending;
        this.watch = watch;
        this.activity = activity;
        this.clock = clock;
    }

    public void offered(AgentConnection agent, PeerOffered offer) {
        Peer peer;
        try {
            OrchestrationToken token = tokens.accept(offer.token(), agent.device());
            requireAgreement(token, offer);
            peer = database.decide(work -> desire(work, agent, offer, token));
        } catch (RejectedTokenException rejected) {
            refuse(agent, offer.tunnelId(), String.valueOf(rejected.getMessage()));
            return;
        } catch (RefusedOfferException refused) {
            refuse(agent, offer.tunnelId(), String.valueOf(refused.getMessage()));
            return;
        } catch (ConflictException keyTaken) {
            refuse(agent, offer.tunnelId(), "the public key served another tunnel; a tunnel needs a fresh one");
            return;
        } catch (HostNetworkException listenerLost) {
            refuse(agent, offer.tunnelId(), String.valueOf(listenerLost.getMessage()));
            return;
        }
        admit(agent, offer, peer);
    }

    private void requireAgreement(OrchestrationToken token, PeerOffered offer)
            throws RejectedTokenException, HostNetworkException {
        TunnelHost.Facts facts = host.facts();
        if (!token.tunnelId().equals(offer.tunnelId())) {
            throw new RejectedTokenException(Reason.MISMATCH, "the token is for another tunnel");
        }
        if (!token.engineKey().equals(facts.engineKey()) || token.udpPort() != facts.listenPort()) {
            throw new RejectedTokenException(Reason.MISMATCH, "the token is for another listener");
        }
        if (offer.publicKey().equals(facts.engineKey())) {
            throw new RejectedTokenException(Reason.MISMATCH, "the offered public key is the Engine's own");
        }
    }

    private Peer desire(UnitOfWork work, AgentConnection agent, PeerOffered offer, OrchestrationToken token) {
        boolean signed = work.devices()
                .find(agent.device())
                .filter(device -> device.state().allowsTunnel())
                .map(device -> device.key()
                        .verifies(PeerOffered.signingInput(offer.token(), offer.publicKey()), signatureOf(offer)))
                .orElse(false);
        if (!signed) {
            throw new RefusedOfferException("the offer is not signed by the device's key");
        }
        Tunnel tunnel = liveOf(work, agent.device(), offer.tunnelId());
        if (!tunnel.awaitsPeer()) {
            throw new RefusedOfferException("the tunnel has its peer already");
        }
        if (!tunnel.virtualIp().equals(token.virtualIp())) {
            throw new RefusedOfferException("the token is for another address");
        }
        if (work.tunnels().isKeyUsed(offer.publicKey())) {
            throw new RefusedOfferException("the public key served another tunnel; a tunnel needs a fresh one");
        }
        tunnel.desirePeer(offer.publicKey(), clock.instant());
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.PEER_ACCEPTED)
                        .on(agent.device())
                        .in(tunnel.id())
                        .from(agent.remoteAddress())
                        .because("key " + offer.publicKey()));
        return desired.of(work, tunnel);
    }

    private static Tunnel liveOf(UnitOfWork work, DeviceId device, TunnelId id) {
        return work.tunnels()
                .findLive(id)
                .filter(tunnel -> tunnel.device().equals(device))
                .orElseThrow(() -> new RefusedOfferException("no such tunnel lives on this device"));
    }

    private static byte[] signatureOf(PeerOffered offer) {
        try {
            return Base64.getDecoder().decode(offer.signature());
        } catch (IllegalArgumentException notBase64) {
            throw new RefusedOfferException("the signature is not Base64");
        }
    }

    private void admit(AgentConnection agent, PeerOffered offer, Peer peer) {
        WireGuardSecret presharedKey = peer.presharedKey();
        try (presharedKey) {
            host.admit(peer);
        } catch (HostNetworkException | IllegalArgumentException failed) {
            String why = String.valueOf(failed.getMessage());
            activity.write(refusal(agent, offer.tunnelId(), why));
            ending.end(offer.tunnelId(), Ending.refused(offer.tunnelId(), why));
            return;
        }
        agent.send(new ToAgent.PeerAdmitted(offer.tunnelId()));
        watch.expect(agent.device(), offer.tunnelId(), offer.publicKey());
    }

    // A tunnel that waits for its peer ends with the refusal; one that has it is not hurt by a bad second offer
    private void refuse(AgentConnection agent, TunnelId named, String why) {
        boolean waits = database.decide(work -> {
            activity.write(work, refusal(agent, named, why));
            return work.tunnels()
                    .findLive(named)
                    .filter(tunnel -> tunnel.device().equals(agent.device()) && tunnel.awaitsPeer())
                    .isPresent();
        });
        if (!waits || !ending.end(named, Ending.refused(named, why))) {
            agent.send(new ToAgent.PeerRefused(named, why));
        }
    }

    private static ActivityEntry refusal(AgentConnection agent, TunnelId named, String why) {
        return ActivityEntry.of(ActivityEvent.PEER_REFUSED)
                .on(agent.device())
                .in(named)
                .from(agent.remoteAddress())
                .because(why);
    }

    /** An offer that no token speaks against and that is refused all the same. */
    private static final class RefusedOfferException extends RuntimeException {
        RefusedOfferException(String why) {
            super(why);
        }
    }
}
