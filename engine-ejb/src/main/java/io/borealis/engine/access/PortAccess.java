package io.borealis.engine.access;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.PortGrant;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which ports of a device the Engine may reach: the defaults of its operating system, or what an operator set, and never
 * more than the ceiling of its site. Thread-safe.
 */
public final class PortAccess {
    /** No device has more rules. */
    public static final int MOST_RULES = 64;

    private final Database database;
    private final ActivityLog activity;
    private final Enforcement enforcement;
    private final Widening widening;
    private final SecondFactors factors;
    private final Clock clock;

    /** Makes what was stored true for the tunnel that lives now. */
    public interface Enforcement {
        /** What the host said when it could not; the tunnel is ended then. Empty when done or nothing lives. */
        Optional<String> enforce(DeviceId device);
    }

    /** Whether a list that opens more than before is for somebody else to approve. */
    public interface Widening {
        /** What became of the wish instead of its being done; empty when it is to be done at once. */
        Optional<SetPortsResult> instead(
                UnitOfWork work, OperatorSession operator, Device device, List<PortRule> wanted, Wish wish);

        /** The list is another one from now on: what waits to change the old one is overtaken. */
        void overtaken(UnitOfWork work, OperatorSession operator, DeviceId device);
    }

    /** Why a list is wanted, what its rules are for, and what it would replace; found is empty for the defaults. */
    public record Wish(Optional<String> reason, Map<PortRule, String> comments, Optional<List<PortRule>> found) {}

    /**
     * What somebody wants a list to be.
     *
     * @param comments what rules are for, and nothing for the others; empty leaves those of the rules that stay
     * @param version of the list that he saw; empty for who takes what he finds
     * @param reason in the operator's words, for who decides
     */
    public record Wanted(
            List<PortRule> rules,
            Optional<Map<PortRule, String>> comments,
            Optional<Integer> version,
            Optional<String> reason) {}

    public PortAccess(
            Database database,
            ActivityLog activity,
            Enforcement enforcement,
            Widening widening,
            SecondFactors factors,
            Clock clock) {
        this.database = database;
        this.activity = activity;
        this.enforcement = enforcement;
        this.widening = widening;
        this.factors = factors;
        this.clock = clock;
    }

    /** Empty when there is no such device within reach. */
    public Optional<DevicePorts> portsOf(OperatorSession who, DeviceId device) {
        return database.read(work -> Reach.of(work, who).device(device).map(found -> read(work, found)));
    }

    /** What may be reached on the device while nobody set a list, by the system that it says it has. */
    public static List<PortRule> defaultsOf(Device device) {
        return PortDefaults.of(device.os());
    }

    /** The device's ports as part of a piece of work: its list, as far as the ceiling of its site lets it through. */
    public static DevicePorts read(UnitOfWork work, Device device) {
        List<PortRule> list = device.hasOwnPorts() ? work.portGrants().of(device.id()) : PortDefaults.of(device.os());
        return show(work, device, list);
    }

    private static DevicePorts show(UnitOfWork work, Device device, List<PortRule> list) {
        PortCeiling ceiling = PortCeiling.of(work, device);
        List<PortRule> open = ceiling.narrow(list);
        Map<PortRule, String> comments = device.hasOwnPorts() ? commentsOf(work, device, open) : Map.of();
        return new DevicePorts(
                device.id(),
                open,
                !device.hasOwnPorts(),
                ceiling.narrow(PortDefaults.of(device.os())),
                ceiling.rules(),
                comments,
                device.portsVersion(),
                device.portsChangedBy(),
                device.portsChangedAt());
    }

    private static Map<PortRule, String> commentsOf(UnitOfWork work, Device device, List<PortRule> rules) {
        Map<PortRule, String> comments = new HashMap<>(work.portGrants().commentsOf(device.id()));
        comments.keySet().retainAll(rules);
        return comments;
    }

    /** What may be reached on every device with a live tunnel, as part of a piece of work. */
    public static Map<DeviceId, List<PortRule>> readOfLiveTunnels(UnitOfWork work) {
        Map<DeviceId, List<PortRule>> own = work.portGrants().ofLiveTunnels().stream()
                .collect(Collectors.groupingBy(
                        PortGrant::device, Collectors.mapping(PortGrant::rule, Collectors.toList())));
        Map<UUID, PortCeiling> ceilings = new HashMap<>();
        return work.devices().withLiveTunnel().stream()
                .collect(Collectors.toMap(Device::id, device -> ceilings.computeIfAbsent(
                                device.site(), site -> PortCeiling.of(work, device))
                        .narrow(
                                device.hasOwnPorts()
                                        ? own.getOrDefault(device.id(), List.of())
                                        : PortDefaults.of(device.os()))));
    }

    /**
     * Replaces the device's list; a live tunnel is changed at once, and flows no longer permitted are cut. A list that
     * opens more than the one before and the defaults may have to wait for somebody else; nothing is changed until then.
     */
    public SetPortsResult set(OperatorSession operator, DeviceId device, Wanted wanted) {
        List<PortRule> sorted = wanted.rules().stream().distinct().sorted().toList();
        if (sorted.size() > MOST_RULES) {
            return new SetPortsResult.TooManyRules(MOST_RULES);
        }
        if (PortCeiling.openAlmostAll(sorted) && factors.mustStepUp(operator)) {
            return new SetPortsResult.StepUpRequired();
        }
        return enforced(device, database.decide(work -> Reach.of(work, operator)
                .device(device)
                .map(found -> decide(work, operator, found, sorted, wanted))
                .orElseGet(() -> new SetPortsResult.UnknownDevice(device))));
    }

    /**
     * Takes the device's own list away, so that it has what a new device has: the defaults of its operating system, and
     * those of a later Engine too. They open nothing that somebody would have to approve. A live tunnel is changed at once.
     *
     * @param seen the version of the list that the operator saw; empty for who takes what he finds
     */
    public SetPortsResult reset(OperatorSession operator, DeviceId device, Optional<Integer> seen) {
        return enforced(device, database.decide(work -> Reach.of(work, operator)
                .device(device)
                .map(found -> isOutdated(found, seen)
                        ? new SetPortsResult.ChangedMeanwhile(read(work, found))
                        : reset(work, operator, found))
                .orElseGet(() -> new SetPortsResult.UnknownDevice(device))));
    }

    private SetPortsResult reset(UnitOfWork work, OperatorSession operator, Device device) {
        if (device.hasOwnPorts()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            widening.overtaken(work, operator, device.id());
            work.portGrants().replace(device.id(), List.of(), Map.of(), operator.username(), now);
            device.portsReset(operator.username(), now);
            write(work, operator, device, "the defaults " + PortDefaults.of(device.os()));
        }
        return new SetPortsResult.Done(read(work, device));
    }

    private static boolean isOutdated(Device device, Optional<Integer> seen) {
        return seen.filter(version -> version != device.portsVersion()).isPresent();
    }

    private SetPortsResult enforced(DeviceId device, SetPortsResult stored) {
        if (!(stored instanceof SetPortsResult.Done done)) {
            return stored;
        }
        return enforce(device)
                .<SetPortsResult>map(failed -> new SetPortsResult.TunnelEnded(done.ports(), failed))
                .orElse(done);
    }

    /** The same for who takes whatever list he finds, and leaves the comments of the rules that stay. */
    public SetPortsResult set(
            OperatorSession operator, DeviceId device, List<PortRule> rules, Optional<String> reason) {
        return set(operator, device, new Wanted(rules, Optional.empty(), Optional.empty(), reason));
    }

    /** Makes what was stored true for the live tunnel; what the host said when it could not, and the tunnel ended. */
    public Optional<String> enforce(DeviceId device) {
        return enforcement.enforce(device);
    }

    private SetPortsResult decide(
            UnitOfWork work, OperatorSession operator, Device device, List<PortRule> sorted, Wanted wanted) {
        if (isOutdated(device, wanted.version())) {
            return new SetPortsResult.ChangedMeanwhile(read(work, device));
        }
        Optional<SetPortsResult.BeyondCeiling> beyond = beyondCeiling(work, device, sorted);
        if (beyond.isPresent()) {
            return beyond.get();
        }
        Map<PortRule, String> comments = wanted.comments().orElseGet(() -> commentsOf(work, device, sorted));
        Wish wish = new Wish(wanted.reason(), comments, ownList(work, device));
        Optional<SetPortsResult> waits = isWider(work, device, sorted)
                ? widening.instead(work, operator, device, sorted, wish)
                : Optional.empty();
        return waits.orElseGet(() -> store(work, operator, device, sorted, comments));
    }

    // Neither open now nor by default
    private static boolean isWider(UnitOfWork work, Device device, List<PortRule> wanted) {
        List<PortRule> known = new ArrayList<>(PortDefaults.of(device.os()));
        known.addAll(read(work, device).ports());
        return !PortCeiling.of(Optional.of(known)).beyond(wanted).isEmpty();
    }

    /** What somebody set on the device; empty when the defaults apply. */
    public static Optional<List<PortRule>> ownList(UnitOfWork work, Device device) {
        return device.hasOwnPorts() ? Optional.of(work.portGrants().of(device.id())) : Optional.empty();
    }

    /** Whether another ceiling allows what the one before did not; empty allows everything. */
    public static boolean isCeilingRaised(Optional<List<PortRule>> before, Optional<List<PortRule>> wanted) {
        return before.isPresent()
                && wanted.map(list -> !PortCeiling.of(before).beyond(list).isEmpty())
                        .orElse(true);
    }

    /** What of the list the site of the device does not allow. */
    public static Optional<SetPortsResult.BeyondCeiling> beyondCeiling(
            UnitOfWork work, Device device, List<PortRule> wanted) {
        PortCeiling ceiling = PortCeiling.of(work, device);
        List<PortRule> beyond = ceiling.beyond(wanted);
        return beyond.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new SetPortsResult.BeyondCeiling(beyond, ceiling.rules().orElseThrow()));
    }

    /** This work stores a list below the ceiling that nobody must approve any more; {@link #enforce} comes after its commit. */
    public SetPortsResult store(
            UnitOfWork work,
            OperatorSession operator,
            Device device,
            List<PortRule> sorted,
            Map<PortRule, String> comments) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean same = ownList(work, device).equals(Optional.of(sorted));
        if (!same) {
            widening.overtaken(work, operator, device.id());
        }
        Map<PortRule, String> before = work.portGrants().commentsOf(device.id());
        if (!same || !before.equals(comments)) {
            device.portsChanged(operator.username(), now);
        }
        work.portGrants().replace(device.id(), sorted, comments, operator.username(), now);
        PortWords.rows(sorted, before, comments).forEach(row -> write(work, operator, device, row));
        return new SetPortsResult.Done(show(work, device, sorted));
    }

    private void write(UnitOfWork work, OperatorSession operator, Device device, String what) {
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.PORTS_SET)
                        .on(device.id())
                        .by(operator.username(), operator.remoteAddress())
                        .because(what));
    }
}
