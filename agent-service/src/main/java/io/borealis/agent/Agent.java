package io.borealis.agent;

import io.borealis.agent.control.EngineApi;
import io.borealis.agent.control.EngineClock;
import io.borealis.agent.control.EngineSession;
import io.borealis.agent.control.EngineTrust;
import io.borealis.agent.device.AgentHome;
import io.borealis.agent.device.AgentSettings;
import io.borealis.agent.device.DeviceDescription;
import io.borealis.agent.device.DeviceIdentity;
import io.borealis.agent.device.Enrollment;
import io.borealis.agent.device.EnrollmentRefusedException;
import io.borealis.agent.device.Membership;
import io.borealis.agent.device.SettingsFile;
import io.borealis.agent.terminal.NativeLibraries;
import io.borealis.agent.terminal.ShellSettings;
import io.borealis.agent.terminal.Terminal;
import io.borealis.agent.terminal.WindowsBuild;
import io.borealis.agent.token.RaiseCheck;
import io.borealis.agent.token.TrustedEngine;
import io.borealis.agent.tunnel.HostNetworks;
import io.borealis.agent.tunnel.TunnelController;
import io.borealis.agent.tunnel.TunnelTimes;
import io.borealis.network.AdapterSettings;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.EnrollmentCode;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent put together: enrolls when it must, then holds the channel until it is stopped. One per process. */
final class Agent {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final SettingsFile file;
    private final AgentSettings settings;
    private final AgentHome home;
    private final EngineClock clock = new EngineClock();
    private volatile @Nullable Work work;

    /** What exists once the device is enrolled. */
    private record Work(EngineSession session, TunnelController tunnels, Terminal terminal) {}

    Agent(SettingsFile file, AgentSettings settings, AgentHome home) {
        this.file = file;
        this.settings = settings;
        this.home = home;
    }

    /** Works until {@link #stop}, or until the thread is interrupted. */
    void run() throws IOException, InterruptedException, EnrollmentRefusedException {
        NativeLibraries.belongIn(home.nativeLibraries());
        KeyStorage storage = KeyStorages.ofThisSystem(home.certificates());
        DeviceIdentity identity = DeviceIdentity.in(storage);
        DeviceDescription description = DeviceDescription.ofThisMachine();
        Membership membership = membership(storage, identity, description);
        LOG.info("agent {} is device {} of {}", description.agentVersion(), membership.agentId(), settings.engineUrl());
        TrustedEngine trust = new TrustedEngine(membership, storage, clock);
        Work started = assemble(identity, description, trust);
        work = started;
        started.tunnels().start();
        started.session().run();
    }

    private Membership membership(KeyStorage storage, DeviceIdentity identity, DeviceDescription description)
            throws IOException, InterruptedException, EnrollmentRefusedException {
        Optional<Membership> kept = Membership.in(storage);
        Optional<EnrollmentCode> code = settings.enrollmentCode();
        if (code.isEmpty()) {
            if (kept.isEmpty()) {
                throw new EnrollmentRefusedException(
                        "enrollment.code: is missing in " + file + " and the device is not enrolled yet");
            }
            return kept.get();
        }
        Membership membership;
        if (kept.isPresent() && Enrollment.isSameEngine(kept.get(), code.get())) {
            membership = kept.get();
            LOG.info("the device is enrolled at this Engine already; the enrollment code is not used");
        } else {
            membership = new Enrollment(settings.engineUrl(), code.get(), identity, description).request();
            membership.keepIn(storage);
        }
        forgetCode();
        return membership;
    }

    /** It is of no more use, so a file that cannot be written now keeps nobody from working. */
    private void forgetCode() {
        try {
            file.forgetEnrollmentCode();
        } catch (IOException held) {
            LOG.warn("the enrollment code stays in {} until the next start: {}", file, held.getMessage());
        }
    }

    private Work assemble(DeviceIdentity identity, DeviceDescription description, TrustedEngine trust)
            throws IOException {
        Terminal terminal = new Terminal(
                new ShellSettings(
                        settings.terminalShell(),
                        home.root(),
                        settings.terminalPty().usesConPty(WindowsBuild.ofThisMachine()),
                        home.nativeLibraries()),
                identity.asHostKey());
        Wiring wiring = new Wiring(description);
        EngineSession session = new EngineSession(
                api(trust),
                clock,
                settings.longestRetry(),
                wiring::hello,
                now -> identity.assertion(trust.device(), now),
                wiring::received);
        TunnelController tunnels = new TunnelController(
                identity,
                trust,
                new RaiseCheck(trust::tokenKeys, trust.device(), clock),
                HostNetworks.of(settings),
                new AdapterSettings(settings.adapterName()),
                terminal,
                session,
                TunnelTimes.DEFAULT);
        return new Work(session, tunnels, terminal);
    }

    private EngineApi api(TrustedEngine trust) throws IOException {
        try {
            return new EngineApi(settings.engineUrl(), EngineTrust.ofCas(trust::caCertificates), clock);
        } catch (CertificateException damaged) {
            throw new IOException("the kept CA certificate of the Engine is damaged; enroll again", damaged);
        }
    }

    /** Session and tunnels know each other; this is where the knot is tied. */
    private final class Wiring {

        private final DeviceDescription description;
        private final UUID run = UUID.randomUUID();

        Wiring(DeviceDescription description) {
            this.description = description;
        }

        ToEngine.Hello hello() {
            Work present = work;
            return new ToEngine.Hello(
                    ControlMessage.OLDEST_VERSION,
                    ControlMessage.NEWEST_VERSION,
                    run,
                    description.agentVersion(),
                    description.hostname(),
                    description.os(),
                    present == null ? Optional.empty() : present.tunnels().liveTunnel());
        }

        void received(ToAgent message) {
            Work present = work;
            if (present != null && !present.tunnels().accept(message)) {
                present.session().refuseFlood();
            }
        }
    }

    /** Drops the tunnel, tells the Engine and ends; two seconds at most. */
    void stop() throws InterruptedException {
        Work present = work;
        if (present == null) {
            return;
        }
        boolean clean = present.tunnels().stop(Duration.ofMillis(1000));
        present.session().close();
        clean &= present.terminal().stop(500);
        LOG.info("agent stopped{}", clean ? "" : ", not everything ended in time");
    }
}
