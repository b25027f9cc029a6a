package io.borealis.engine.control;

import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets every agent in and has nothing to say to it. */
final class Greeter implements AgentListener {
    final List<AgentConnection> greeted = new CopyOnWriteArrayList<>();
    final List<AgentConnection> clones = new CopyOnWriteArrayList<>();

    @Override
    public Optional<Refusal> greeted(AgentConnection agent, ToEngine.Hello hello) {
        greeted.add(agent);
        return Optional.empty();
    }

    @Override
    public ToEngine.Handler conversationWith(AgentConnection agent) {
        return new Speechless();
    }

    @Override
    public void cloned(AgentConnection holder, AgentConnection newcomer) {
        clones.add(newcomer);
    }

    @Override
    public void gone(DeviceId device) {}

    private static final class Speechless implements ToEngine.Handler {
        @Override
        public void hello(ToEngine.Hello message) {}

        @Override
        public void trustKept(ToEngine.TrustKept message) {}

        @Override
        public void trustRefused(ToEngine.TrustRefused message) {}

        @Override
        public void peerOffered(ToEngine.PeerOffered message) {}

        @Override
        public void raiseRefused(ToEngine.RaiseRefused message) {}

        @Override
        public void handshakeSeen(ToEngine.HandshakeSeen message) {}

        @Override
        public void tunnelDropped(ToEngine.TunnelDropped message) {}
    }
}
