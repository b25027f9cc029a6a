package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.persistence.access.Operator;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.FiledEnrollmentRequest;
import io.borealis.persistence.device.IssuedEnrollmentCode;
import io.borealis.persistence.device.Site;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentReply.Status;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What holds on every database that the Engine runs on. */
abstract class DatabaseContract extends RequestContract {
    @Test
    void keepsADeviceAsItWas() {
        Device device = enrolledDevice();
        Device read = database().read(work -> work.devices().find(device.id()).orElseThrow());

        assertThat(read.key()).isEqualTo(device.key());
        assertThat(read.hostname()).isEqualTo("pc-Ü-日本");
        assertThat(read.enrolledAt()).isEqualTo(now);
        assertThat(read.lastSeenAt()).isEmpty();
        assertThat(read.cloneSuspectedAt()).isEmpty();
        assertThat(database()
                        .read(work -> work.devices().findByKey(device.key()))
                        .map(Device::id))
                .contains(device.id());
    }

    @Test
    void givesEveryDeviceAnAddressOfItsOwn() {
        Device first = enrolledDevice();
        Device second = enrolledDevice();

        assertThat(second.addressIndex()).isNotEqualTo(first.addressIndex());
        assertThatThrownBy(() -> database().run(work -> work.devices()
                        .add(new Device(DeviceId.random(), newKey(), "x", "x", "x", first.addressIndex(), now))))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void keepsTheMarkOfACloneUntilItIsCleared() {
        Device device = enrolledDevice();
        database().run(work -> work.devices().find(device.id()).orElseThrow().suspectClone(now));
        assertThat(markOf(device)).contains(now);

        database().run(work -> work.devices().find(device.id()).orElseThrow().clearCloneMark());
        assertThat(markOf(device)).isEmpty();
    }

    private Optional<Instant> markOf(Device device) {
        return database()
                .write(work -> work.devices().find(device.id()).orElseThrow().cloneSuspectedAt());
    }

    @Test
    void refusesASecondLiveTunnelOfADevice() {
        Device device = enrolledDevice();
        openTunnel(device);

        assertThatThrownBy(() -> openTunnel(device)).isInstanceOf(ConflictException.class);
    }

    @Test
    void allowsANewTunnelAfterTheFirstEnded() {
        Device device = enrolledDevice();
        TunnelId first = openTunnel(device);
        database().run(work -> work.tunnels()
                .find(first)
                .orElseThrow()
                .end(EndReason.IDLE_TIMEOUT, Optional.of("unused"), now));
        TunnelId second = openTunnel(device);

        Tunnel newest =
                database().read(work -> work.tunnels().newestOf(device.id()).orElseThrow());
        assertThat(newest.id()).isEqualTo(second);
        Tunnel ended = database().read(work -> work.tunnels().find(first).orElseThrow());
        assertThat(ended.endReason()).contains(EndReason.IDLE_TIMEOUT);
        assertThat(ended.status()).isEqualTo(TunnelStatus.DOWN);
        assertThatThrownBy(() -> ended.end(EndReason.ERROR, Optional.empty(), now))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void letsOneOfManyRacersOpenAndTheOthersJoin() throws Exception {
        Device device = enrolledDevice();
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<TunnelId>> results = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return database().decide(work -> work.tunnels()
                            .findLive(device.id())
                            .map(Tunnel::id)
                            .orElseGet(() -> add(work, device)));
                }));
            }
            start.countDown();
            TunnelId winner = results.get(0).get();
            for (Future<TunnelId> result : results) {
                assertThat(result.get()).isEqualTo(winner);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesAPublicKeyThatServedAnotherTunnel() {
        var key = WireGuardKeyPair.generate().publicKey();
        TunnelId first = openTunnel(enrolledDevice());
        TunnelId second = openTunnel(enrolledDevice());
        database().run(work -> work.tunnels().find(first).orElseThrow().desirePeer(key, now));

        assertThatThrownBy(() -> database()
                        .run(work -> work.tunnels().find(second).orElseThrow().desirePeer(key, now)))
                .isInstanceOf(ConflictException.class);
        assertThat(database().read(work -> work.tunnels().findLive(key)).map(Tunnel::id))
                .contains(first);
    }

    @Test
    void replacesAPortListAndKeepsWhatStays() {
        Device device = enrolledDevice();
        database().run(work -> work.portGrants()
                .replace(
                        device.id(),
                        List.of(PortRule.tcp(3389), PortRule.tcp(22)),
                        Map.of(PortRule.tcp(22), "for Ansible", PortRule.tcp(3389), "for people"),
                        "ada",
                        now));
        database().run(work -> work.portGrants()
                .replace(
                        device.id(),
                        List.of(PortRule.tcp(22), PortRule.parse("udp/5000-5010")),
                        Map.of(PortRule.tcp(22), "for Salt"),
                        "bob",
                        now));

        assertThat(list(work -> work.portGrants().of(device.id())))
                .containsExactly(PortRule.tcp(22), PortRule.parse("udp/5000-5010"));
        Map<PortRule, String> comments =
                database().read(work -> work.portGrants().commentsOf(device.id()));
        assertThat(comments).isEqualTo(Map.of(PortRule.tcp(22), "for Salt"));
    }

    @Test
    void countsTheChangesOfAPortListAndKeepsWhoMadeTheLast() {
        Device device = enrolledDevice();
        assertThat(device.portsVersion()).isZero();
        assertThat(device.portsChangedBy()).isEmpty();

        database().run(work -> work.devices().find(device.id()).orElseThrow().portsChanged("ada", now));
        database().run(work -> work.devices().find(device.id()).orElseThrow().portsChanged("bob", now));

        Device stored =
                database().read(work -> work.devices().find(device.id())).orElseThrow();
        assertThat(stored.portsVersion()).isEqualTo(2);
        assertThat(stored.portsChangedBy()).contains("bob");
        assertThat(stored.portsChangedAt()).isPresent();
        assertThat(stored.hasOwnPorts()).isTrue();
        database().run(work -> work.devices().find(device.id()).orElseThrow().portsReset("eve", now));

        Device reset = database().read(work -> work.devices().find(device.id())).orElseThrow();
        assertThat(reset.hasOwnPorts()).isFalse();
        assertThat(reset.portsVersion()).isEqualTo(3);
        assertThat(reset.portsChangedBy()).contains("eve");
    }

    @Test
    void usesAnEnrollmentCodeNoMoreOftenThanAllowed() throws Exception {
        var issued = newCode();
        IssuedEnrollmentCode stored = stored(issued, 1);
        database().run(work -> work.enrollment().add(stored));
        database().run(work -> work.enrollment()
                .findCode(issued.lookupHash())
                .orElseThrow()
                .use(now));

        assertThat(database()
                        .read(work ->
                                work.enrollment().findCode(issued.lookupHash()).orElseThrow())
                        .isUsable(now))
                .isFalse();
    }

    @Test
    void filesARequestAndDecidesItOnce() throws Exception {
        var issued = newCode();
        IssuedEnrollmentCode code = stored(issued, 5);
        DeviceKey key = newKey();
        EnrollmentRequest request = new EnrollmentRequest(issued, key, "pc", "Windows 11", "0.1", "unchecked");
        String id = UUID.randomUUID().toString();
        database().run(work -> {
            work.enrollment().add(code);
            work.enrollment().add(new FiledEnrollmentRequest(id, request, code, "192.0.2.9", now));
        });
        database().run(work -> work.enrollment().findRequest(id).orElseThrow().deny("ada", now));

        FiledEnrollmentRequest read =
                database().read(work -> work.enrollment().findRequest(key, code).orElseThrow());
        assertThat(read.status()).isEqualTo(Status.DENIED);
        assertThat(read.decidedBy()).contains("ada");
        assertThatThrownBy(() -> read.approve(DeviceId.random(), "eve", now)).isInstanceOf(IllegalStateException.class);
        assertThat(list(work -> work.enrollment().requests(Optional.empty(), 500)))
                .extracting(FiledEnrollmentRequest::id)
                .contains(id);
    }

    @Test
    void keepsOperatorsAndWhatHappened() {
        String name = "ada-" + UUID.randomUUID();
        database().run(work -> work.operators().add(new Operator(name, "$argon2id$…", List.of("admin"), now)));
        Device device = enrolledDevice();
        database().run(work -> work.activity()
                .add(new Activity(
                        now,
                        "tunnel_opened",
                        Optional.of(device.id()),
                        Optional.empty(),
                        Optional.of(name),
                        Optional.of("192.0.2.9"),
                        Optional.of("x".repeat(3000)))));

        assertThat(database()
                        .read(work -> work.operators().find(name).orElseThrow())
                        .roles())
                .containsExactly("admin");
        Activity read = database()
                .read(work -> work.activity().newestOf(device.id(), 10))
                .get(0);
        assertThat(read.at()).isEqualTo(now);
        assertThat(read.detail().orElseThrow()).hasSize(Activity.LONGEST_DETAIL);
    }

    @Test
    void runsWhatIsToFollowACommitOnlyAfterIt() {
        List<String> order = new ArrayList<>();
        database().run(work -> {
            work.afterCommit(() -> order.add("after"));
            order.add("in");
        });
        assertThat(order).containsExactly("in", "after");

        assertThatThrownBy(() -> database().run(work -> {
                    work.afterCommit(() -> order.add("never"));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(order).containsExactly("in", "after");
    }

    @Test
    void keepsNothingOfWorkThatReads() {
        Device device = enrolledDevice();
        TunnelId tunnel = openTunnel(device);
        assertThatThrownBy(() -> database().read(work -> {
                    work.tunnels().add(new Lease(tunnel, "ada", "s1", now));
                    return Boolean.TRUE;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> database().read(work -> {
                    work.tunnels().used(tunnel, now.plusSeconds(5));
                    return Boolean.TRUE;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> database().read(work -> {
                    work.afterCommit(() -> {});
                    return Boolean.TRUE;
                }))
                .isInstanceOf(IllegalStateException.class);
        Optional<String> renamed = database().read(work -> {
            Device read = work.devices().find(device.id()).orElseThrow();
            read.rename(Optional.of("till 3"));
            return read.name();
        });

        assertThat(renamed).contains("till 3");
        assertThat(database()
                        .read(work -> work.devices().find(device.id()))
                        .orElseThrow()
                        .name())
                .isEmpty();
        assertThat(list(work -> work.tunnels().leases(tunnel))).isEmpty();
    }

    private <T> List<T> list(Function<UnitOfWork, List<T>> read) {
        return database().read(read);
    }

    private EnrollmentCode newCode() {
        return EnrollmentCode.generate(new SecureRandom(), new byte[] {1, 2, 3});
    }

    private IssuedEnrollmentCode stored(EnrollmentCode code, int uses) {
        return new IssuedEnrollmentCode(
                UUID.randomUUID(),
                code.lookupHash(),
                "ada",
                now,
                now.plus(Duration.ofHours(1)),
                uses,
                Optional.empty(),
                Optional.of("spare"),
                Site.DEFAULT);
    }
}
