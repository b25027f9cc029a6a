package io.borealis.lab;

import io.borealis.lab.engine.Account;
import io.borealis.lab.engine.EngineSettings;
import io.borealis.lab.host.Display;
import io.borealis.lab.host.FreeNetwork;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Link;
import io.borealis.lab.host.LinuxHost;
import io.borealis.lab.host.Underlay;
import io.borealis.lab.host.WindowsHost;
import io.borealis.lab.run.FreePorts;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.RunLock;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts of a lab and the cables between them; nothing runs on them yet. */
final class Machines {

    private static final int LISTEN_PORT = 30000;
    /** So many callers can this machine be for the Engine, beside itself. */
    private static final int STRANGERS = 16;

    /** Every address of it can be bound without a right. */
    private static final TunnelNetwork SIMULATED = TunnelNetwork.parse("127.255.0.0/16");

    private final Run run;
    private final Lab.Ground ground;
    private final Leg leg;
    private final Installation installation;
    private final Display display;
    private final LinuxHost hub;
    private final Host engine;
    private final List<String> reachableAs = new ArrayList<>();
    private final Map<String, Link> cables = new HashMap<>();
    private final Map<String, Host> agents = new HashMap<>();

    Machines(Run run, Lab.Ground ground, Leg leg, Installation installation, List<String> agentNames) {
        this.run = run;
        this.ground = ground;
        this.leg = leg;
        this.installation = installation;
        this.display = new Display(run);
        this.hub = ground == Lab.Ground.NAMESPACES
                ? LinuxHost.inOwnNamespace(run, "engine")
                : LinuxHost.ofThisMachine(run, "engine");
        if (ground == Lab.Ground.SIMULATED) {
            agentNames.forEach(name -> agents.put(name, machine(name, LinuxHost.ofThisMachine(run, name))));
        } else {
            // two labs at once would find the same network free
            RunLock.inTurn(run, "cables", () -> lay(agentNames));
        }
        if (ground != Lab.Ground.NAMESPACES) {
            reachableAs.addAll(
                    0,
                    ground == Lab.Ground.SIMULATED
                            ? List.of("127.0.0.1", "localhost")
                            : List.of("localhost", "127.0.0.1"));
        }
        this.engine = machine("engine", hub);
    }

    private void lay(List<String> agentNames) {
        Underlay underlay = Underlay.free(run);
        for (int i = 0; i < agentNames.size(); i++) {
            String name = agentNames.get(i);
            LinuxHost leaf = LinuxHost.inOwnNamespace(run, name);
            Link cable = name.equals(Lab.SIX)
                    ? Link.joinWithoutIpv4(run, i, underlay, hub, leaf)
                    : Link.join(run, i, underlay, hub, leaf);
            agents.put(name, machine(name, leaf));
            cables.put(name, cable);
            reachableAs.add(cable.hubAddress());
        }
        if (ground == Lab.Ground.NAMESPACES) {
            LinuxHost outside = LinuxHost.ofThisMachine(run, "outside");
            Link cable = Link.join(run, agentNames.size(), underlay, hub, outside);
            cable.lendStrangers(run, agentNames.size(), underlay, STRANGERS);
            reachableAs.add(0, cable.hubAddress());
            // a browser gives up what it loads when a network of its machine comes or goes; other labs' do all the time
            Link desk = Link.join(run, agentNames.size() + 1, underlay, hub, LinuxHost.inOwnNamespace(run, Lab.DESK));
            cables.put(Lab.DESK, desk);
            reachableAs.add(desk.hubAddress());
        }
    }

    /** The machine itself, on the ground that its cables lead to. */
    private Host machine(String name, LinuxHost on) {
        boolean windows = (leg == Leg.WINDOWS) != name.equals(Lab.GUEST);
        return windows ? new WindowsHost(on, installation, display) : on;
    }

    Host engine() {
        return engine;
    }

    /** How an Engine is set up on {@link #engine}: ports and a tunnel network that are free there now. */
    EngineSettings settings(List<Account> accounts) {
        boolean apart = ground == Lab.Ground.NAMESPACES;
        boolean simulated = ground == Lab.Ground.SIMULATED;
        return new EngineSettings(
                reachableAs,
                apart ? 8443 : FreePorts.tcp(8443, 200),
                apart ? 9990 : FreePorts.tcp(9990, 200),
                listenPort(),
                simulated ? SIMULATED : FreeNetwork.on(hub),
                simulated,
                accounts,
                // there a proxy stands when a test starts one; nobody else says whom he speaks for
                Optional.ofNullable(cables.get(Lab.DESK)).map(Link::leafAddress).stream()
                        .toList());
    }

    private int listenPort() {
        return switch (ground) {
            case NAMESPACES -> LISTEN_PORT;
            case THIS_MACHINE -> FreePorts.udp(Integer.getInteger("borealis.demo.listen-port", LISTEN_PORT), 1);
            case SIMULATED -> FreePorts.udp(LISTEN_PORT, 200);
        };
    }

    Host agent(String name) {
        Host host = agents.get(name);
        if (host == null) {
            throw new LabException("no host " + name + " in this lab");
        }
        return host;
    }

    Collection<Host> agents() {
        return agents.values();
    }

    /** None when everything is simulated. */
    Optional<Link> cable(String name) {
        return Optional.ofNullable(cables.get(name));
    }
}
