package io.borealis.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentRequest;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sites are made, renamed and removed; each device belongs to exactly one. */
class SitesTest extends EngineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private OperatorSession admin;

    @BeforeEach
    void haveAnAdministrator() {
        admin = fixture.admin("root");
    }

    private Sites sites() {
        return fixture.engine.sites();
    }

    private SiteView made(String name) {
        return ((SiteResult.Done) sites().create(admin, name)).site();
    }

    private List<String> activity() {
        return fixture.database.read(work -> work.activity().newest(100)).stream()
                .map(row -> row.event() + ": " + row.detail().orElse(""))
                .toList();
    }

    @Test
    void keepsTheDefaultSite() {
        TestAgent agent = fixture.enrolledAgent();
        assertThat(sites().find(Site.DEFAULT).orElseThrow().devices()).isEqualTo(1);
        assertThat(view(agent.id()).site().name()).isEqualTo("default");
        assertThat(sites().remove(admin, Site.DEFAULT, Optional.empty())).isEqualTo(new SiteResult.DefaultSite());
        assertThat(sites().rename(admin, Site.DEFAULT, "x", Optional.empty())).isEqualTo(new SiteResult.DefaultSite());
        assertThat(sites().create(admin, "default")).isEqualTo(new SiteResult.NameTaken("default"));
    }

    private DeviceView view(DeviceId id) {
        return fixture.engine.devices().find(admin, id).orElseThrow();
    }

    @Test
    void renamesAndTellsBeforeAndAfter() {
        SiteView site = made("Berlin");
        made("Bonn");
        assertThat(sites().rename(admin, site.siteId(), "Bonn", Optional.empty()))
                .isEqualTo(new SiteResult.NameTaken("Bonn"));
        sites().rename(admin, site.siteId(), "Berlin Mitte", Optional.of("two now"));
        sites().rename(admin, site.siteId(), "Berlin Mitte", Optional.of("again"));

        assertThat(sites().find(site.siteId()).orElseThrow().name()).isEqualTo("Berlin Mitte");
        assertThat(activity().stream().filter(row -> row.startsWith("site_renamed")))
                .containsExactly("site_renamed: site " + site.siteId() + " (Berlin) is now Berlin Mitte: two now");
        UUID nowhere = UUID.randomUUID();
        assertThat(sites().rename(admin, nowhere, "x", Optional.empty()))
                .isEqualTo(new SiteResult.UnknownSite(nowhere));
        assertThat(sites().remove(admin, nowhere, Optional.empty())).isEqualTo(new SiteResult.UnknownSite(nowhere));
    }

    @Test
    void removesOnlyWhatNothingBelongsTo() {
        SiteView site = made("Berlin");
        TestAgent agent = fixture.enrolledAgent();
        places().move(admin, agent.id(), site.siteId(), Optional.empty());
        IssuedCode code = code(site.siteId()).orElseThrow();
        assertThat(sites().remove(admin, site.siteId(), Optional.empty())).isEqualTo(new SiteResult.InUse(1, 1));

        places().move(admin, agent.id(), Site.DEFAULT, Optional.empty());
        assertThat(sites().remove(admin, site.siteId(), Optional.empty())).isEqualTo(new SiteResult.InUse(0, 1));
        fixture.engine.enrollmentCodes().revoke(admin, code.id(), Optional.empty());

        assertThat(sites().remove(admin, site.siteId(), Optional.of("closed"))).isInstanceOf(SiteResult.Done.class);
        assertThat(sites().find(site.siteId())).isEmpty();
        assertThat(activity()).contains("site_removed: site " + site.siteId() + " (Berlin): closed");
        assertThat(code(site.siteId())).isEmpty();
    }

    private DevicePlaces places() {
        return fixture.engine.tunnels().devicePlaces();
    }

    private Optional<IssuedCode> code(UUID site) {
        return fixture.engine
                .enrollmentCodes()
                .create(admin, new CodeTerms(1, HOUR, Optional.of(HOUR), Optional.of("shop"), Optional.of(site)));
    }

    @Test
    void bringsADeviceToTheSiteOfItsCode() throws Exception {
        SiteView site = made("Berlin");
        EnrollmentCode code = code(site.siteId()).orElseThrow().code();
        KeyPair key = TestAgent.newKeyPair();
        DeviceKey deviceKey = DeviceKey.of(key.getPublic());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(EnrollmentRequest.signingInput(code, deviceKey, "pc", "Windows 11", "1"));
        EnrollResult result = fixture.engine
                .enrollment()
                .request(
                        new EnrollmentRequest(
                                code,
                                deviceKey,
                                "pc",
                                "Windows 11",
                                "1",
                                Base64.getEncoder().encodeToString(signature.sign())),
                        "192.0.2.9");

        DeviceId id = ((EnrollResult.Accepted) result).reply().agentId().orElseThrow();
        assertThat(view(id).site().siteId()).isEqualTo(site.siteId());
        assertThat(fixture.engine
                        .devices()
                        .page(admin, Optional.empty(), false, Optional.of(site.siteId()), 10)
                        .items())
                .extracting(DeviceView::agentId)
                .containsExactly(id);
        assertThat(sites().find(site.siteId()).orElseThrow().codes())
                .as("used up")
                .isZero();
    }

    @Test
    void listsPageByPage() {
        made("a");
        made("b");
        List<String> names = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        boolean more = true;
        while (more) {
            Page<SiteView> page = sites().page(after, 1);
            page.items().forEach(site -> names.add(site.name()));
            after = Optional.of(page.items().get(0).siteId());
            more = page.more();
        }
        assertThat(names).containsExactlyInAnyOrder("default", "a", "b");
    }

    @Test
    void changesNothingOfDevicesAndSitesThatAreNot() {
        TestAgent agent = fixture.enrolledAgent();
        DeviceId nobody = DeviceId.random();
        assertThat(places().move(admin, agent.id(), UUID.randomUUID(), Optional.empty()))
                .isEqualTo(DeviceChange.UNKNOWN_SITE);
        assertThat(places().move(admin, nobody, Site.DEFAULT, Optional.empty())).isEqualTo(DeviceChange.UNKNOWN_DEVICE);
        assertThat(places().tag(admin, nobody, Set.of("x"), Optional.empty())).isEqualTo(DeviceChange.UNKNOWN_DEVICE);
        places().move(admin, agent.id(), Site.DEFAULT, Optional.empty());
        places().tag(admin, agent.id(), Set.of(), Optional.empty());
        assertThat(told(agent)).isEmpty();
        places().tag(admin, agent.id(), Set.of("b", "a"), Optional.empty());
        assertThat(view(agent.id()).tags()).containsExactly("a", "b");
        assertThat(told(agent)).containsExactly("device_tagged: [] is now [a, b]");
    }
}
