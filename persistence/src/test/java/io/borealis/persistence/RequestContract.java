package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.persistence.access.FiledRequest;
import io.borealis.persistence.access.RequestRepository.Viewer;
import io.borealis.persistence.access.RequestStatus;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.device.Site;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every database keeps of what people ask for. */
abstract class RequestContract extends SiteContract {
    private FiledRequest asked(String by, Optional<DeviceId> device, Instant at) {
        FiledRequest request =
                FiledRequest.access(by, "till 7", device, Duration.ofHours(2), "the printer", at, at.plusSeconds(60));
        database().run(work -> work.requests().add(request));
        return request;
    }

    private void change(FiledRequest request, Consumer<FiledRequest> change) {
        database().run(work -> change.accept(work.requests().find(request.id()).orElseThrow()));
    }

    private static String somebody() {
        return "somebody " + UUID.randomUUID();
    }

    @Test
    void keepsAccessFromItsAskingToItsEnd() {
        String ada = somebody();
        Device device = enrolledDevice();
        FiledRequest request = asked(ada, Optional.of(device.id()), now);
        Set<DeviceId> before = database().read(work -> work.requests().openTo(ada));
        assertThat(before).isEmpty();

        change(request, row -> row.approve("root", Optional.of("ok"), now));

        FiledRequest open =
                database().read(work -> work.requests().find(request.id())).orElseThrow();
        assertThat(open.status()).isEqualTo(RequestStatus.OPEN);
        assertThat(open.endsAt()).contains(now.plus(Duration.ofHours(2)));
        Set<DeviceId> during = database().read(work -> work.requests().openTo(ada));
        assertThat(during).containsExactly(device.id());
        List<FiledRequest> all = database().read(work -> work.requests().open());
        assertThat(all).extracting(FiledRequest::id).contains(request.id());

        change(request, row -> row.close(RequestStatus.OVER, Optional.empty(), Optional.empty(), now.plusSeconds(9)));
        Set<DeviceId> after = database().read(work -> work.requests().openTo(ada));
        assertThat(after).isEmpty();
        Optional<FiledRequest> ended =
                database().read(work -> work.requests().endedSince(ada, device.id(), now.plusSeconds(8)));
        assertThat(ended.map(FiledRequest::status)).contains(RequestStatus.OVER);
        Optional<FiledRequest> later =
                database().read(work -> work.requests().endedSince(ada, device.id(), now.plusSeconds(10)));
        assertThat(later).isEmpty();
    }

    @Test
    void keepsThePortsThatAreWantedAndThoseThatWereFound() {
        DeviceId device = enrolledDevice().id();
        List<PortRule> wanted = List.of(PortRule.tcp(22), PortRule.parse("udp/5000-5010"));
        FiledRequest anew = FiledRequest.ports(
                        "ada", device, wanted, Optional.empty(), "tests", now, now.plusSeconds(60))
                .commented(Map.of(PortRule.tcp(22), "for Ansible 2, see wiki"));
        FiledRequest none =
                FiledRequest.ports("ada", device, wanted, Optional.of(List.of()), "tests", now, now.plusSeconds(60));
        database().run(work -> {
            work.requests().add(anew);
            work.requests().add(none);
        });
        List<FiledRequest> waiting = database().read(work -> work.requests().waitingForPorts(device));
        assertThat(waiting)
                .allSatisfy(row -> assertThat(row.portsWanted()).contains(wanted))
                .extracting(FiledRequest::portsFound)
                .containsExactlyInAnyOrder(Optional.empty(), Optional.of(List.of()));
        assertThat(waiting)
                .extracting(FiledRequest::portsComments)
                .containsExactlyInAnyOrder(Map.of(PortRule.tcp(22), "for Ansible 2, see wiki"), Map.of());
        change(anew, row -> row.approve("root", Optional.empty(), now));
        List<FiledRequest> left = database().read(work -> work.requests().waitingForPorts(device));
        assertThat(left).extracting(FiledRequest::id).containsExactly(none.id());
    }

    @Test
    void countsWhatWaitsAndFindsWhatLapsedAndForgetsWhatIsOld() {
        String ada = somebody();
        FiledRequest lapsed = asked(ada, Optional.empty(), now.minusSeconds(120));
        FiledRequest waiting = asked(ada, Optional.empty(), now);
        database().run(work -> {
            assertThat(work.requests().waitingOf(ada)).isEqualTo(2);
            assertThat(work.requests().waiting()).isGreaterThanOrEqualTo(2);
            assertThat(work.requests().lapsed(now, 500))
                    .extracting(FiledRequest::id)
                    .contains(lapsed.id())
                    .doesNotContain(waiting.id());
        });
        change(
                lapsed,
                row -> row.close(RequestStatus.LAPSED, Optional.empty(), Optional.empty(), now.minusSeconds(60)));
        database().run(work -> work.requests().removeClosedBefore(now.minusSeconds(61)));
        Optional<FiledRequest> kept = database().read(work -> work.requests().find(lapsed.id()));
        assertThat(kept).isPresent();
        database().run(work -> work.requests().removeClosedBefore(now.minusSeconds(59)));
        Optional<FiledRequest> gone = database().read(work -> work.requests().find(lapsed.id()));
        assertThat(gone).isEmpty();
        Optional<FiledRequest> there = database().read(work -> work.requests().find(waiting.id()));
        assertThat(there).isPresent();
    }

    @Test
    void listsWhatAPersonMaySeePageByPage() {
        String ada = somebody();
        String bob = somebody();
        Device tagged = enrolledDevice();
        String tag = "t" + UUID.randomUUID();
        database().run(work -> work.devices().find(tagged.id()).orElseThrow().tag(List.of(tag)));
        FiledRequest own = asked(ada, Optional.empty(), now);
        FiledRequest near = asked(bob, Optional.of(tagged.id()), now.plusSeconds(1));
        FiledRequest far = asked(bob, Optional.of(enrolledDevice().id()), now.plusSeconds(2));
        FiledRequest nowhere = asked(bob, Optional.empty(), now.plusSeconds(3));
        Optional<Viewer> limited = Optional.of(new Viewer(ada, Optional.of(new DeviceScope(Set.of(), Set.of(tag)))));

        assertThat(ids(limited, Optional.empty(), 9)).containsExactly(near.id(), own.id());
        assertThat(ids(limited, Optional.empty(), 1)).containsExactly(near.id());
        assertThat(ids(limited, Optional.of(near), 9)).containsExactly(own.id());
        assertThat(ids(Optional.of(new Viewer(ada, Optional.empty())), Optional.empty(), 500))
                .contains(own.id(), near.id(), far.id())
                .doesNotContain(nowhere.id());
        assertThat(ids(
                        Optional.of(new Viewer(ada, Optional.of(new DeviceScope(Set.of(), Set.of())))),
                        Optional.empty(),
                        9))
                .containsExactly(own.id());
        assertThat(ids(Optional.empty(), Optional.empty(), 500)).contains(nowhere.id());
    }

    private List<UUID> ids(Optional<Viewer> viewer, Optional<FiledRequest> after, int most) {
        return database().read(work -> work.requests().page(viewer, true, after, most)).stream()
                .map(FiledRequest::id)
                .toList();
    }

    @Test
    void isDecidedOnce() {
        FiledRequest request = asked("ada", Optional.empty(), now);
        assertThatThrownBy(() -> database().write(work -> {
                    FiledRequest first = work.requests().find(request.id()).orElseThrow();
                    change(request, row -> row.refuse("bob", Optional.empty(), now));
                    first.approve("root", Optional.empty(), now);
                    return first;
                }))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void findsADeviceByTheOneNameThatPeopleGive() {
        Device named = enrolledDevice();
        String name = "till " + UUID.randomUUID();
        database().run(work -> work.devices().find(named.id()).orElseThrow().rename(Optional.of(name)));
        Optional<Device> found = database().read(work -> work.devices().findByName(name));
        assertThat(found.map(Device::id)).contains(named.id());
        Device twin = enrolledDevice();
        database().run(work -> work.devices().find(twin.id()).orElseThrow().rename(Optional.of(name)));
        Optional<Device> ambiguous = database().read(work -> work.devices().findByName(name));
        assertThat(ambiguous).isEmpty();
    }

    @Test
    void listsTheDevicesThatAScopeNames() {
        Device device = enrolledDevice();
        Device other = enrolledDevice();
        DeviceScope scope = new DeviceScope(Set.of(), Set.of()).with(Set.of(device.id()));
        assertThat(scope.covers(device)).isTrue();
        assertThat(scope.covers(other)).isFalse();
        List<Device> listed = database().read(work -> work.devices()
                .page(Optional.empty(), false, Optional.of(scope), Optional.empty(), Optional.empty(), 9));
        assertThat(listed).extracting(Device::id).containsExactly(device.id());
    }

    @Test
    void findsTheLeasesWhereAccessIsToBeApproved() {
        Site site = new Site(UUID.randomUUID(), "site " + UUID.randomUUID(), "ada", now);
        Device device = enrolledDevice();
        database().run(work -> {
            work.sites().add(site);
            work.devices().find(device.id()).orElseThrow().moveTo(site.id());
        });
        TunnelId tunnel = openTunnel(device);
        String ada = somebody();
        database().run(work -> work.tunnels().add(new Lease(tunnel, ada, ada, now)));
        assertThat(conditional()).doesNotContain(ada);

        database().run(work -> work.sites().find(site.id()).orElseThrow().demandApproval(true, false));

        assertThat(conditional()).contains(ada);
    }

    private List<String> conditional() {
        return database().read(work -> work.tunnels().leasesOnCondition()).stream()
                .map(Lease::username)
                .toList();
    }
}
