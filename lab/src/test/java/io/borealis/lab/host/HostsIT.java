package io.borealis.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.Legs;
import io.borealis.lab.run.Folders;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ground that all other tests stand on. */
class HostsIT {

    private final Run run = Run.of("hosts-under-test");

    @BeforeEach
    void clean() {
        Assumptions.assumeFalse("off".equals(System.getenv("BOREALIS_LAB")), "BOREALIS_LAB=off");
        Leftovers.remove(run);
    }

    @AfterEach
    void removeAll() {
        Leftovers.remove(run);
        Folders.delete(run.folder());
    }

    @Test
    void reachEachOtherOverTheirCableAndTheCaptureSeesIt() {
        LinuxHost hub = LinuxHost.inOwnNamespace(run, "hub");
        LinuxHost leaf = LinuxHost.inOwnNamespace(run, "leaf");
        Link cable = Link.join(run, 0, Underlay.free(run), hub, leaf);
        try (Outpost here = hub.outpost();
                Outpost there = leaf.outpost();
                PacketCapture capture = PacketCapture.on(cable, "capture")) {
            there.listen(4711);
            there.listenUdp(4712);

            assertThat(here.reach(cable.leafAddress(), 4711)).isEqualTo(Outpost.Reached.OPEN);
            assertThat(here.reach(cable.leafAddress(), 4713)).isEqualTo(Outpost.Reached.REFUSED);
            assertThat(here.reachUdp(cable.leafAddress(), 4712)).isEqualTo(Outpost.Reached.OPEN);
            assertThat(here.reachUdp(cable.leafAddress(), 4713)).isEqualTo(Outpost.Reached.REFUSED);
            here.hold("flow", cable.leafAddress(), 4711);
            assertThat(here.echoes("flow")).isTrue();
            assertThat(leaf.connections(4711)).isNotEmpty();
            leaf.endConnections(4711);
            assertThat(leaf.connections(4711)).isEmpty();
            assertThat(here.echoes("flow")).isFalse();

            assertThat(capture.packets())
                    .anyMatch(packet -> packet.touches("tcp", 4711))
                    .anyMatch(packet -> packet.touches("udp", 4712))
                    .noneMatch(PacketCapture.Packet::isWireGuard);
            assertThat(capture.shows("hello")).isTrue();
            assertThat(capture.shows("goodbye")).isFalse();
        }
    }

    @Test
    void bearTheirNames() {
        LinuxHost host = LinuxHost.inOwnNamespace(run, "somebody");

        assertThat(host.shell("cat /proc/sys/kernel/hostname").text().strip()).isEqualTo("somebody");
    }

    @Test
    void endEverythingAtAPowerOffAndBootAgain() {
        if (Leg.ofThisProcess() == Leg.WINDOWS) {
            Legs.needWindows();
        }
        Host host = ofThisLeg(LinuxHost.inOwnNamespace(run, "machine"));
        host.boot();
        Running before = idle(host);

        host.powerOff();
        assertThat(before.isAlive()).isFalse();
        host.powerOff();

        host.boot();
        Running after = idle(host);
        after.kill();
        assertThat(after.isAlive()).isFalse();
    }

    private Host ofThisLeg(LinuxHost ground) {
        return Leg.ofThisProcess() == Leg.WINDOWS
                ? new WindowsHost(ground, new Installation(run.tree()), new Display(run))
                : ground;
    }

    private Running idle(Host host) {
        Running program = host.start(
                "idle",
                List.of(
                        host.java(),
                        "-cp",
                        host.nameOf(run.tree().resolve("lab/target/classes")),
                        Idle.class.getName()),
                Map.of());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(program.log()).contains("idle"));
        return program;
    }

    @Test
    void leaveNothingWhenEverythingIsRemovedByItsMarks() {
        LinuxHost hub = LinuxHost.inOwnNamespace(run, "hub");
        LinuxHost outside = LinuxHost.ofThisMachine(run, "outside");
        Link.join(run, 0, Underlay.free(run), hub, outside);
        Running inside = hub.start("inside", List.of("sleep", "1000"), Map.of());
        Running child = outside.start("parent", List.of("sh", "-c", "sleep 1001 & wait"), Map.of());
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Leftovers.processes(run).size() == 3);

        child.kill();
        assertThat(Leftovers.count(Leftovers.remove(run))).isEqualTo("1 interface, 1 namespace, 2 processes");

        assertThat(inside.isAlive()).isFalse();
        assertThat(Leftovers.processes(run)).isEmpty();
        assertThat(Leftovers.namespaces(run)).isEmpty();
        assertThat(Leftovers.interfaces(run)).isEmpty();
        assertThat(Leftovers.remove(run)).isEmpty();
    }

    @Test
    void takesNothingFromAnotherRun() {
        Run other = Run.of("neighbour-under-test");
        LinuxHost neighbour = LinuxHost.inOwnNamespace(other, "hub");
        Running theirs = neighbour.start("theirs", List.of("sleep", "1000"), Map.of());
        try {
            LinuxHost.inOwnNamespace(run, "hub");
            Leftovers.remove(run);

            assertThat(theirs.isAlive()).isTrue();
            assertThat(Leftovers.namespaces(other)).hasSize(1);
        } finally {
            Leftovers.remove(other);
            Folders.delete(other.folder());
        }
    }
}
