package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceRank;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.device.IssuedEnrollmentCode;
import io.borealis.persistence.device.OwnView;
import io.borealis.persistence.device.OwnViews;
import io.borealis.persistence.device.Site;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every database keeps of sites, tags and scopes. */
abstract class SiteContract extends DeviceLifeContract {

    private Site newSite() {
        Site site = new Site(UUID.randomUUID(), "site " + UUID.randomUUID(), "ada", now);
        database().run(work -> work.sites().add(site));
        return site;
    }

    private Device deviceOf(UUID site, String... tags) {
        Device device = enrolledDevice();
        database().run(work -> {
            Device stored = work.devices().find(device.id()).orElseThrow();
            stored.moveTo(site);
            stored.tag(List.of(tags));
        });
        return device;
    }

    private List<DeviceId> listed(DeviceScope scope) {
        return database()
                .read(work -> work.devices()
                        .page(Optional.empty(), false, Optional.of(scope), Optional.empty(), Optional.empty(), 500))
                .stream()
                .map(Device::id)
                .toList();
    }

    @Test
    void findsDevicesByWhatPeopleCallThem() {
        Site site = newSite();
        Device named = deviceOf(site.id(), "till-100_percent");
        database().run(work -> work.devices().find(named.id()).orElseThrow().rename(Optional.of("Kasse 100% Süd")));
        Device other = deviceOf(site.id(), "till-1000-percent");

        assertThat(found(site, "kasse 100% s")).containsExactly(named.id());
        assertThat(found(site, "100_PERCENT")).containsExactly(named.id());
        assertThat(found(site, "PERCENT")).containsExactlyInAnyOrder(named.id(), other.id());
        assertThat(found(site, site.name().toUpperCase(Locale.ROOT))).hasSize(2);
        assertThat(found(site, other.hostname().toUpperCase(Locale.ROOT))).contains(other.id());
        assertThat(found(site, "' or 1 = 1 --")).isEmpty();
    }

    private List<DeviceId> found(Site site, String search) {
        return database()
                .read(work -> work.devices()
                        .page(
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.of(site.id()),
                                Optional.of(search),
                                9))
                .stream()
                .map(Device::id)
                .toList();
    }

    @Test
    void tellsWhatDevicesAreSortedBy() {
        Site site = newSite();
        Device named = deviceOf(site.id(), "pos");
        Device seen = deviceOf(site.id());
        Device gone = deviceOf(site.id());
        openTunnel(named);
        database().run(work -> {
            work.devices().find(named.id()).orElseThrow().rename(Optional.of("Kasse"));
            work.devices().find(seen.id()).orElseThrow().seen(now);
            work.devices().find(gone.id()).orElseThrow().enter(DeviceState.REMOVED, "ada", Optional.empty(), now);
        });

        assertThat(ranks(site, false, Optional.empty()))
                .containsExactlyInAnyOrder(
                        new DeviceRank(
                                named.id().value(),
                                "Kasse",
                                "Windows 11",
                                site.name(),
                                named.addressIndex(),
                                DeviceState.ACTIVE,
                                null,
                                TunnelStatus.PENDING),
                        new DeviceRank(
                                seen.id().value(),
                                "pc-Ü-日本",
                                "Windows 11",
                                site.name(),
                                seen.addressIndex(),
                                DeviceState.ACTIVE,
                                now,
                                null));
        assertThat(ranks(site, true, Optional.empty()))
                .extracting(DeviceRank::id)
                .containsExactly(gone.id().value());
        assertThat(ranks(site, false, Optional.of("KASS")))
                .extracting(DeviceRank::id)
                .containsExactly(named.id().value());
        Optional<DeviceRank> one = database().read(work -> work.devices().rank(gone.id()));
        assertThat(one.map(DeviceRank::state)).contains(DeviceState.REMOVED);
        Optional<DeviceRank> none = database().read(work -> work.devices().rank(DeviceId.random()));
        assertThat(none).isEmpty();
    }

    private List<DeviceRank> ranks(Site site, boolean removed, Optional<String> search) {
        DeviceScope scope = new DeviceScope(Set.of(site.id()), Set.of());
        return database().read(work -> work.devices().ranks(removed, Optional.of(scope), search, 9));
    }

    @Test
    void keepsTheViewsThatSomebodySavedInHisOrder() {
        String ada = "ada " + UUID.randomUUID();
        OwnView tills = new OwnView("Kasse – 日本", true, Optional.of("till"), false, Optional.of("seen"), true);
        OwnView all = new OwnView("all", false, Optional.empty(), true, Optional.empty(), false);
        database().run(work -> {
            OwnViews views = new OwnViews(ada);
            views.replace(List.of(tills, all));
            work.ownViews().add(views);
        });
        assertThat(viewsOf(ada)).containsExactly(tills, all);

        database().run(work -> work.ownViews().find(ada).orElseThrow().replace(List.of(all, tills)));
        assertThat(viewsOf(ada)).containsExactly(all, tills);
        database().run(work -> work.ownViews().find(ada).orElseThrow().replace(List.of(tills)));
        assertThat(viewsOf(ada)).containsExactly(tills);
        int version =
                database().read(work -> work.ownViews().find(ada).orElseThrow().listVersion());
        assertThat(version).isEqualTo(3);
        database().run(work -> work.ownViews().find(ada).orElseThrow().replace(List.of(tills)));
        int same =
                database().read(work -> work.ownViews().find(ada).orElseThrow().listVersion());
        assertThat(same).isEqualTo(3);
        boolean none = database().read(work -> work.ownViews().find("nobody").isEmpty());
        assertThat(none).isTrue();
    }

    private List<OwnView> viewsOf(String username) {
        return database()
                .read(work -> work.ownViews().find(username))
                .orElseThrow()
                .views();
    }

    @Test
    void findsDevicesByTheirIds() {
        Device device = deviceOf(Site.DEFAULT, "pos");
        List<Device> found =
                database().read(work -> work.devices().all(Set.of(device.id().value(), UUID.randomUUID())));
        List<Device> none = database().read(work -> work.devices().all(Set.of()));

        assertThat(found).extracting(Device::id).containsExactly(device.id());
        assertThat(found.get(0).tags()).containsExactly("pos");
        assertThat(none).isEmpty();
    }

    @Test
    void hasTheDefaultSiteFromTheFirstStartOn() {
        Site site = database().read(work -> work.sites().findByName("default")).orElseThrow();
        assertThat(site.id()).isEqualTo(Site.DEFAULT);
        assertThat(site.isDefault()).isTrue();
        Device device = enrolledDevice();
        assertThat(stored(device).site()).isEqualTo(Site.DEFAULT);
    }

    private Device stored(Device device) {
        return database().read(work -> work.devices().find(device.id())).orElseThrow();
    }

    @Test
    void givesANameToOneSiteOnly() {
        Site site = newSite();
        assertThatThrownBy(() ->
                        database().run(work -> work.sites().add(new Site(UUID.randomUUID(), site.name(), "ada", now))))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void countsTheDevicesAndTheCodesThatStillLetOneIn() {
        Site site = newSite();
        deviceOf(site.id());
        deviceOf(site.id());
        code(site, 2);
        code(site, 0);
        database().run(work -> {
            List<UUID> asked = List.of(site.id(), Site.DEFAULT);
            assertThat(work.sites().devicesOf(asked)).containsEntry(site.id(), 2L);
            assertThat(work.sites().codesOf(asked, now, now.minusSeconds(60))).containsEntry(site.id(), 1L);
            assertThat(work.sites().codesOf(List.of(site.id()), now.plusSeconds(7200), now.minusSeconds(60)))
                    .isEmpty();
        });
    }

    private IssuedEnrollmentCode code(Site site, int uses) {
        IssuedEnrollmentCode code = new IssuedEnrollmentCode(
                UUID.randomUUID(),
                UUID.randomUUID().toString(),
                "ada",
                now,
                now.plusSeconds(3600),
                Math.max(1, uses),
                Optional.empty(),
                Optional.empty(),
                site.id());
        if (uses == 0) {
            code.use(now);
        }
        database().run(work -> work.enrollment().add(code));
        return code;
    }

    @Test
    void removesASiteWithItsUsedCodesAndScopesButNotOneWithDevices() {
        Site site = newSite();
        IssuedEnrollmentCode used = code(site, 0);
        String name = "limited " + UUID.randomUUID();
        database().run(work -> work.scopes()
                .add(new AccountScope(name, new DeviceScope(Set.of(site.id()), Set.of("pos")), "ada", now)));
        Device device = deviceOf(site.id());
        assertThatThrownBy(() -> remove(site)).isInstanceOf(ConflictException.class);

        database().run(work -> work.devices().find(device.id()).orElseThrow().moveTo(Site.DEFAULT));
        remove(site);

        Optional<Site> gone = database().read(work -> work.sites().find(site.id()));
        assertThat(gone).isEmpty();
        IssuedEnrollmentCode kept =
                database().read(work -> work.enrollment().findCode(used.id())).orElseThrow();
        assertThat(kept.site()).isEqualTo(Site.DEFAULT);
        AccountScope left = database().read(work -> work.scopes().find(name)).orElseThrow();
        assertThat(left.scope()).isEqualTo(new DeviceScope(Set.of(), Set.of("pos")));
    }

    private void remove(Site site) {
        database().run(work -> {
            work.scopes().forget(site.id());
            work.sites().remove(work.sites().find(site.id()).orElseThrow());
        });
    }

    @Test
    void keepsTheCeilingOfASiteAndFindsItsLiveDevices() {
        Site site = newSite();
        assertThat(site.ceiling()).isEmpty();
        limit(site, Optional.of(List.of(PortRule.tcp(22), PortRule.parse("udp/5000-5010"))));
        limit(site, Optional.of(List.of(PortRule.tcp(22), PortRule.tcp(21))));
        assertThat(ceilingOf(site)).contains(List.of(PortRule.tcp(21), PortRule.tcp(22)));
        limit(site, Optional.of(List.of()));
        assertThat(ceilingOf(site)).contains(List.of());
        limit(site, Optional.empty());
        assertThat(ceilingOf(site)).isEmpty();

        Device live = deviceOf(site.id());
        deviceOf(site.id());
        openTunnel(live);
        openTunnel(enrolledDevice());
        List<Device> found = database().read(work -> work.devices().withLiveTunnel(site.id()));
        assertThat(found).extracting(Device::id).containsExactly(live.id());
        limit(site, Optional.of(List.of(PortRule.tcp(22))));
        database().run(work -> work.devices()
                .page(Optional.empty(), false, Optional.empty(), Optional.of(site.id()), Optional.empty(), 9)
                .forEach(device -> device.moveTo(Site.DEFAULT)));
        remove(site);
    }

    private void limit(Site site, Optional<List<PortRule>> rules) {
        database().run(work -> work.sites().find(site.id()).orElseThrow().limitPorts(rules));
    }

    private Optional<List<PortRule>> ceilingOf(Site site) {
        return database()
                .read(work -> work.sites().find(site.id()))
                .orElseThrow()
                .ceiling();
    }

    @Test
    void listsOnlyTheDevicesOfAScope() {
        Site north = newSite();
        Site south = newSite();
        String tag = "t" + UUID.randomUUID();
        Device first = deviceOf(north.id());
        Device second = deviceOf(north.id(), tag, "other");
        Device third = deviceOf(south.id(), tag);

        assertThat(listed(new DeviceScope(Set.of(north.id()), Set.of())))
                .containsExactlyInAnyOrder(first.id(), second.id());
        assertThat(listed(new DeviceScope(Set.of(), Set.of(tag)))).containsExactlyInAnyOrder(second.id(), third.id());
        assertThat(listed(new DeviceScope(Set.of(north.id()), Set.of(tag))))
                .containsExactlyInAnyOrder(first.id(), second.id(), third.id());
        assertThat(listed(new DeviceScope(Set.of(), Set.of()))).isEmpty();
        List<Device> rest = database().read(work -> work.devices()
                .page(Optional.of(first.id()), false, Optional.empty(), Optional.of(north.id()), Optional.empty(), 9));
        assertThat(rest).extracting(Device::id).doesNotContain(first.id(), third.id());
    }

    @Test
    void keepsTagsOutsideItsTransaction() {
        Device device = deviceOf(Site.DEFAULT, "pos", "de");
        Device read = stored(device);
        assertThat(read.tags()).containsExactly("de", "pos");
        assertThat(new DeviceScope(Set.of(), Set.of("pos")).covers(read)).isTrue();
        assertThat(new DeviceScope(Set.of(UUID.randomUUID()), Set.of("x")).covers(read))
                .isFalse();
        database().run(work -> work.devices().find(device.id()).orElseThrow().tag(List.of("pos", "new")));
        assertThat(stored(device).tags()).containsExactly("new", "pos");
    }

    @Test
    void findsTheLeasesOfLimitedAccountsAlone() {
        TunnelId tunnel = openTunnel(enrolledDevice());
        String limited = "limited " + UUID.randomUUID();
        database().run(work -> {
            work.tunnels().add(new Lease(tunnel, limited, "s1-" + limited, now));
            work.tunnels().add(new Lease(tunnel, "free", "s2-" + limited, now));
            work.scopes().add(new AccountScope(limited, new DeviceScope(Set.of(), Set.of()), "ada", now));
        });

        List<Lease> leases = database().read(work -> work.tunnels().leasesOnCondition());
        assertThat(leases).extracting(Lease::username).contains(limited).doesNotContain("free");
        database().run(work -> work.scopes().remove(work.scopes().find(limited).orElseThrow()));
        Optional<AccountScope> gone = database().read(work -> work.scopes().find(limited));
        assertThat(gone).isEmpty();
    }
}
