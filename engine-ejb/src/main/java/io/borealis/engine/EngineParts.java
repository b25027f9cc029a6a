package io.borealis.engine;

import io.borealis.engine.access.Accounts;
import io.borealis.engine.access.FirstAccounts;
import io.borealis.engine.access.InitialPassword;
import io.borealis.engine.access.KnownDevices;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Operators;
import io.borealis.engine.access.OwnPassword;
import io.borealis.engine.access.Passwords;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.Rights;
import io.borealis.engine.access.Scopes;
import io.borealis.engine.access.SecondFactorSealing;
import io.borealis.engine.access.SecondFactors;
import io.borealis.engine.access.issuer.IssuerSignIns;
import io.borealis.engine.access.request.Requests;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.history.ActivityHistory;
import io.borealis.engine.activity.live.LiveEvents;
import io.borealis.engine.activity.report.Reports;
import io.borealis.engine.activity.seal.ActivitySealer;
import io.borealis.engine.activity.seal.SealSigner;
import io.borealis.engine.activity.syslog.SyslogReceiver;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.device.Devices;
import io.borealis.engine.device.Enrollment;
import io.borealis.engine.device.EnrollmentCodes;
import io.borealis.engine.device.SiteApprovals;
import io.borealis.engine.device.SiteCeilings;
import io.borealis.engine.device.Sites;
import io.borealis.engine.terminal.TerminalTickets;
import io.borealis.engine.terminal.Terminals;
import io.borealis.engine.token.AccessTokens;
import io.borealis.engine.token.AgentTrust;
import io.borealis.engine.token.EngineKeys;
import io.borealis.engine.token.SecondFactorSeals;
import io.borealis.engine.token.SecretsByAge;
import io.borealis.engine.token.rotation.KeyRotation;
import io.borealis.engine.token.rotation.KeyRotations;
import io.borealis.engine.token.rotation.TrustProgress;
import io.borealis.engine.tunnel.Tunnels;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.persistence.Database;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** The Engine put together once, from what its surroundings give it; the same in the server and in tests. */
public final class EngineParts implements AutoCloseable {
    private final FirstAccounts firstAccounts;
    private final ActivityLog activity;
    private final OperatorSessions sessions;
    private final Operators operators;
    private final IssuerSignIns issuerSignIns;
    private final Accounts accounts;
    private final OwnPassword ownPassword;
    private final SecondFactors secondFactors;
    private final Scopes scopes;
    private final Requests requests;
    private final Sites sites;
    private final SiteCeilings siteCeilings;
    private final SiteApprovals siteApprovals;
    private final Devices devices;
    private final EnrollmentCodes enrollmentCodes;
    private final Enrollment enrollment;
    private final AgentSwitchboard switchboard;
    private final TunnelHost host;
    private final Tunnels tunnels;
    private final TerminalTickets tickets;
    private final Terminals terminals;
    private final LiveEvents liveEvents;
    private final ActivitySealer sealer;
    private final ActivityHistory activityHistory;
    private final Reports reports;
    private final KeyRotation keyRotation;
    private final ScheduledExecutorService scheduler;

    /** The clock tells the time of day, for what is written down, signed or told; the ticker what passes, for what lasts. */
    public EngineParts(
            EngineSettings settings,
            EngineKeys keys,
            Database database,
            Passwords passwords,
            HostNetworkFactory network,
            ExecutorService threads,
            ScheduledExecutorService scheduler,
            Clock clock,
            Ticker ticker) {
        this.scheduler = scheduler;
        this.activity = new ActivityLog(database, settings.home().log(), clock, ticker);
        settings.syslog().ifPresent(to -> activity.leaveTo(new SyslogReceiver(to, scheduler, ticker)));
        Rights rights = new Rights();
        this.sessions = new OperatorSessions(database, activity, rights, settings.sessions(), clock, ticker);
        AccessTokens tokens = new AccessTokens(keys.accessKey()::current, clock);
        SecretsByAge secrets = new SecretsByAge(keys.tunnelSecrets(), clock);
        InitialPassword initialPassword = new InitialPassword(settings.home().initialPassword(), passwords);
        SecondFactorSeals seals = new SecondFactorSeals(keys.secondFactorSeal(), clock);
        this.secondFactors =
                new SecondFactors(database, activity, sessions, seals, settings.secondFactorRoles(), clock, ticker);
        this.operators = new Operators(
                database,
                activity,
                tokens,
                sessions,
                new KnownDevices(secrets::knownDeviceKeys, clock),
                passwords,
                secondFactors,
                ticker);
        this.issuerSignIns = new IssuerSignIns(
                settings.issuer(), settings.secondFactorRoles(), database, activity, sessions, tokens, clock, ticker);
        this.accounts = new Accounts(database, activity, sessions, passwords, initialPassword, secondFactors, clock);
        this.ownPassword =
                new OwnPassword(database, activity, sessions, passwords, initialPassword, secondFactors, clock, ticker);
        this.firstAccounts = new FirstAccounts(accounts, initialPassword, settings.firstAccounts());
        this.switchboard = new AgentSwitchboard(threads, clock, ticker, AgentSwitchboard.PROBE_TIME);
        this.host = new TunnelHost(network);
        this.devices = new Devices(
                database, switchboard, () -> host.knownFacts().map(TunnelHost.Facts::network), activity, clock);
        this.scopes = new Scopes(database, rights, secondFactors, activity, clock);
        this.sites = new Sites(database, activity, clock);
        this.enrollmentCodes = new EnrollmentCodes(database, activity, keys, clock);
        this.enrollment = new Enrollment(database, activity, keys, clock, ticker);
        AgentTrust trust = new AgentTrust(
                keys.orchestrationKey(), () -> keys.caCertificate().pem(), clock);
        this.tunnels = new Tunnels(
                settings,
                trust,
                secrets,
                database,
                host,
                switchboard,
                sessions,
                rights,
                activity,
                threads,
                scheduler,
                clock,
                ticker);
        this.requests = new Requests(
                database,
                sessions,
                secondFactors,
                rights,
                tunnels.portEnforcement(),
                settings.requests(),
                activity,
                clock,
                ticker);
        this.siteApprovals = new SiteApprovals(database, sites, rights, secondFactors, activity);
        this.siteCeilings = new SiteCeilings(database, sites, tunnels.portEnforcement(), secondFactors, activity);
        this.terminals = new Terminals(
                database, sessions, secrets, tunnels, activity, settings.terminals(), threads, scheduler, ticker);
        this.tickets = new TerminalTickets(database, sessions, terminals, ticker);
        tunnels.tell(terminals);
        this.liveEvents = new LiveEvents(database, sessions, threads, scheduler);
        activity.tell(liveEvents);
        SealSigner signer = new SealSigner(keys.activitySeal(), clock);
        this.sealer = new ActivitySealer(database, activity, signer, keys.storage(), clock);
        this.activityHistory = new ActivityHistory(database, activity, sealer, signer, clock, ticker);
        this.reports = new Reports(database, activity, switchboard::isConnected, clock, ticker);
        List.of(liveEvents, tickets, terminals, terminals.pages(), terminals.watchers())
                .forEach(rights::tell);
        this.keyRotation = new KeyRotations(
                        settings,
                        keys,
                        new TunnelsOfKeys(tunnels, host),
                        secrets,
                        new TrustProgress(trust, database, switchboard),
                        new SecondFactorSealing(database, seals),
                        activity,
                        clock)
                .together();
    }

    /** Makes the first accounts, brings the host to what the rows desire, and lets agents in. */
    public void start() {
        firstAccounts.makeIfNone();
        activity.countBy(scheduler);
        sealer.sealBy(scheduler);
        sessions.start();
        keyRotation.start();
        secondFactors.start();
        requests.life().start();
        tunnels.start();
        terminals.sweepBy(scheduler);
    }

    public ActivityLog activity() {
        return activity;
    }

    public OperatorSessions sessions() {
        return sessions;
    }

    public Operators operators() {
        return operators;
    }

    public IssuerSignIns issuerSignIns() {
        return issuerSignIns;
    }

    public Accounts accounts() {
        return accounts;
    }

    public OwnPassword ownPassword() {
        return ownPassword;
    }

    public SecondFactors secondFactors() {
        return secondFactors;
    }

    public Scopes scopes() {
        return scopes;
    }

    public Sites sites() {
        return sites;
    }

    public SiteCeilings siteCeilings() {
        return siteCeilings;
    }

    public PortAccess portAccess() {
        return requests.ports();
    }

    public Requests requests() {
        return requests;
    }

    public SiteApprovals siteApprovals() {
        return siteApprovals;
    }

    public Devices devices() {
        return devices;
    }

    public EnrollmentCodes enrollmentCodes() {
        return enrollmentCodes;
    }

    public Enrollment enrollment() {
        return enrollment;
    }

    public AgentSwitchboard switchboard() {
        return switchboard;
    }

    public TunnelHost host() {
        return host;
    }

    public Tunnels tunnels() {
        return tunnels;
    }

    public TerminalTickets tickets() {
        return tickets;
    }

    public Terminals terminals() {
        return terminals;
    }

    public LiveEvents liveEvents() {
        return liveEvents;
    }

    public ActivityHistory activityHistory() {
        return activityHistory;
    }

    public Reports reports() {
        return reports;
    }

    public KeyRotation keyRotation() {
        return keyRotation;
    }

    /** Ends terminals and writes what was only counted. Tunnels stay: the rows still desire them, so an Engine that comes back in time has them. */
    @Override
    public void close() {
        liveEvents.close();
        terminals.close();
        activity.close();
        sealer.close();
    }
}
