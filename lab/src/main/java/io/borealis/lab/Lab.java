package io.borealis.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.agent.AgentHost;
import io.borealis.lab.agent.ForegroundAgent;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.agent.WindowsAgent;
import io.borealis.lab.engine.Account;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineHost;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Leftovers;
import io.borealis.lab.host.Link;
import io.borealis.lab.host.WindowsHost;
import io.borealis.lab.run.Folders;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.Secrets;
import io.borealis.lab.run.Until;
import io.borealis.protocol.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Engine and its agents, each on a host of its own. Its maker closes it; then nothing of it is left. */
public final class Lab implements AutoCloseable {

    /** What stands in for the machines of a lab. */
    public enum Ground {
        /** Engine and agents each in a network namespace; meets nothing else on this machine. */
        NAMESPACES,
        /** The Engine on this machine itself, so that a browser reaches it; agents in namespaces. */
        THIS_MACHINE,
        /** Everything on this machine's loopback, without packets: the simulated network. */
        SIMULATED
    }

    /** Name of an agent that is of the other leg than everything else in its lab. */
    public static final String GUEST = "guest";

    /** Name of an agent whose cable carries IPv6 and nothing else. */
    public static final String SIX = "agent6";
    /** Name of the machine at which an operator sits, whose network nothing else changes; in namespaces alone. */
    public static final String DESK = "desk";

    private static final int PAGE = 500;
    private static final Duration LONGEST_ENROLLMENT = Duration.ofSeconds(60);
    private static final List<Account> ACCOUNTS = Stream.of("admin", "operator", "operator2", "auditor")
            .map(name -> new Account(name, randomPassword(), name.replaceAll("[0-9]", "")))
            .toList();
    /** The Engine's own limit is 30 minutes. */
    private static final Duration SURELY_SIGNED_IN = Duration.ofMinutes(20);

    private final Run run;
    private final Ground ground;
    private final Installation installation;
    private final Machines machines;
    private final EngineHost engine;
    private final List<LabAgent> agents = new ArrayList<>();
    private final Map<String, Shared> sessions = new ConcurrentHashMap<>();
    private final Ticker ticker = Ticker.ofThisMachine();

    /** A session that callers share, and when it was handed out last. */
    private record Shared(EngineClient session, Duration handedOut) {}

    private Lab(Run run, Ground ground, Leg leg, List<String> agentNames) {
        this.run = run;
        this.ground = ground;
        this.installation = new Installation(run.tree());
        this.machines = new Machines(run, ground, leg, installation, agentNames);
        this.engine = new EngineHost(machines.engine(), installation, machines.settings(ACCOUNTS));
    }

    /**
     * Makes hosts and cables; nothing runs on them yet. Leftovers of an earlier run of the same name go first.
     *
     * @param leg of the Engine and of the agents, but for {@link #GUEST}, which is of the other leg
     */
    public static Lab prepare(Run run, Ground ground, Leg leg, String... agentNames) {
        if (leg == Leg.WINDOWS) {
            new Installation(run.tree()).whyNoWindows().ifPresent(why -> {
                throw new LabException(why);
            });
        }
        Leftovers.remove(run);
        Folders.delete(run.folder());
        return new Lab(run, ground, leg, List.of(agentNames));
    }

    private static String randomPassword() {
        byte[] bytes = new byte[9];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.ofDelimiter("-").formatHex(bytes).replaceAll("(..)-(..)-(..)", "$1$2$3");
    }

    /**
     * Starts an agent with a fresh code and waits until it is enrolled and its channel is open.
     *
     * @param approvedByHand whether an administrator approves the request; else the code does
     */
    public LabAgent enroll(String name, boolean approvedByHand) {
        LabAgent agent = join(name, approvedByHand);
        agents.add(agent);
        return agent;
    }

    /** Lets an agent of the other leg join, which is none of {@link #agents}. */
    public LabAgent enrollGuest() {
        return join(GUEST, false);
    }

    /** Lets the agent without IPv4 join, which is none of {@link #agents}. */
    public LabAgent enrollSix() {
        return join(SIX, false);
    }

    /** The host of an agent that joins later. */
    public Host host(String agentName) {
        return machines.agent(agentName);
    }

    private LabAgent join(String name, boolean approvedByHand) {
        EngineClient admin = session("admin");
        Set<String> before = deviceIds(admin);
        Host host = machines.agent(name);
        host.boot();
        AgentHost service = host instanceof WindowsHost windows
                ? new WindowsAgent(windows, installation, isSimulated())
                : new ForegroundAgent(host, installation, isSimulated());
        Optional<Link> cable = machines.cable(name);
        service.forgetEnrollment();
        service.install(engine.url(cable.map(Link::hubAddress).orElse("127.0.0.1")), newCode(admin, !approvedByHand));
        service.start();
        if (approvedByHand) {
            approve(admin, service);
        }
        List<String> enrolled = new ArrayList<>();
        Until.holds(
                () -> {
                    failIfEnded(service);
                    enrolled.clear();
                    for (JsonNode device : devices(admin)) {
                        String id = device.path("agent_id").asText();
                        if (!before.contains(id) && device.path("connected").asBoolean()) {
                            enrolled.add(id);
                        }
                    }
                    return enrolled.size() == 1;
                },
                LONGEST_ENROLLMENT,
                () -> name + " did not connect, see " + service.log());
        return new LabAgent(enrolled.get(0), service, cable);
    }

    private static void failIfEnded(AgentHost service) {
        if (!service.process().isAlive()) {
            throw new LabException("the agent of " + service.host().name() + " ended, see " + service.log());
        }
    }

    /** A new enrollment code, for one device. */
    public static String newCode(EngineClient admin, boolean approving) {
        Map<String, Object> once = Map.of("uses", 1, "life_seconds", 3600);
        Map<String, Object> approved = Map.of("uses", 1, "life_seconds", 3600, "auto_approve_seconds", 600);
        return Secrets.know(admin.post("/api/enrollment/codes", approving ? approved : once)
                .expect(201)
                .field("code"));
    }

    private static void approve(EngineClient admin, AgentHost service) {
        List<String> pending = new ArrayList<>();
        Until.holds(
                () -> {
                    failIfEnded(service);
                    pending.clear();
                    for (JsonNode request : items(
                            admin.get("/api/enrollment/requests").expect(200).json())) {
                        if (request.path("status").asText().equals("pending")) {
                            pending.add(request.path("request_id").asText());
                        }
                    }
                    return pending.size() == 1;
                },
                LONGEST_ENROLLMENT,
                () -> "no enrollment request arrived, see " + service.log());
        admin.post("/api/enrollment/requests/" + pending.get(0) + "/approve", Map.of())
                .expect(200);
    }

    /** The list inside an answer, whether it stands alone or under a name. */
    public static JsonNode items(JsonNode answer) {
        if (answer.isArray()) {
            return answer;
        }
        for (JsonNode field : answer) {
            if (field.isArray()) {
                return field;
            }
        }
        return answer;
    }

    /** All devices but those that were removed, read page by page. */
    public static List<JsonNode> devices(EngineClient client) {
        List<JsonNode> all = new ArrayList<>();
        int before;
        do {
            before = all.size();
            String after = all.isEmpty()
                    ? ""
                    : "&after=" + all.get(before - 1).path("agent_id").asText();
            items(client.get("/api/devices?limit=" + PAGE + after).expect(200).json())
                    .forEach(all::add);
        } while (all.size() == before + PAGE);
        return all;
    }

    private static Set<String> deviceIds(EngineClient client) {
        return devices(client).stream()
                .map(each -> each.path("agent_id").asText())
                .collect(Collectors.toSet());
    }

    /** Logs in: a new operator session at each call. */
    public EngineClient as(String username) {
        return engine.client().login(account(username));
    }

    /**
     * The one operator session of the account that all callers share; the Engine limits how often one logs in. Another one
     * when nobody asked for it for so long that the Engine may have ended it.
     */
    public EngineClient session(String username) {
        return sessions.compute(
                        username,
                        (name, known) -> new Shared(
                                known == null || ticker.since(known.handedOut()).compareTo(SURELY_SIGNED_IN) > 0
                                        ? as(name)
                                        : known.session(),
                                ticker.elapsed()))
                .session();
    }

    /** Whoever asks for a session from now on gets a new one: those of before are over. */
    public void forgetSessions() {
        sessions.clear();
    }

    public Account account(String username) {
        return ACCOUNTS.stream()
                .filter(account -> account.username().equals(username))
                .findFirst()
                .orElseThrow(() -> new LabException("no account " + username));
    }

    /** The cable of an agent, whether it joined or not, or of the desk; none when everything is simulated. */
    public Optional<Link> cable(String name) {
        return machines.cable(name);
    }

    public EngineHost engine() {
        return engine;
    }

    public List<LabAgent> agents() {
        return List.copyOf(agents);
    }

    /** The adapters of the product on all hosts; none when everything is simulated. */
    public List<String> adapters() {
        return Stream.concat(Stream.of(engine.host()), machines.agents().stream())
                .filter(host -> !isSimulated())
                .flatMap(host -> host.network().adapters().stream())
                .toList();
    }

    public boolean isSimulated() {
        return ground == Ground.SIMULATED;
    }

    public Run run() {
        return run;
    }

    @Override
    public void close() {
        Leftovers.remove(run);
        Secrets.searchIn(run);
    }
}
