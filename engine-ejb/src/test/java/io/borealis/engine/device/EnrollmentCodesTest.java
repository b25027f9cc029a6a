package io.borealis.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators see of the codes that were handed out, and how they take them back. */
class EnrollmentCodesTest extends EngineTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private OperatorSession admin;

    @BeforeEach
    void haveAnAdministrator() {
        admin = fixture.admin("root");
    }

    private EnrollmentCodes codes() {
        return fixture.engine.enrollmentCodes();
    }

    private IssuedCode make(String label) {
        return codes().create(admin, new CodeTerms(3, HOUR, Optional.empty(), Optional.of(label)))
                .orElseThrow();
    }

    private List<CodeView> first(int most) {
        return codes().page(Optional.empty(), most).orElseThrow().items();
    }

    @Test
    void listsCodesTheNewestFirstWithoutTheirSecret() {
        IssuedCode older = make("shop 12");
        fixture.clock.advance(Duration.ofMinutes(1));
        IssuedCode newer = make("shop 13");

        Page<CodeView> page = codes().page(Optional.empty(), 1).orElseThrow();
        assertThat(page.more()).isTrue();
        assertThat(page.items()).extracting(CodeView::id).containsExactly(newer.id());
        Page<CodeView> next = codes().page(Optional.of(newer.id()), 1).orElseThrow();
        assertThat(next.more()).isFalse();
        CodeView view = next.items().get(0);
        assertThat(view.id()).isEqualTo(older.id());
        assertThat(view.label()).contains("shop 12");
        assertThat(view.createdBy()).isEqualTo("root");
        assertThat(view.uses()).isEqualTo(3);
        assertThat(view.usesLeft()).isEqualTo(3);
        assertThat(view.usable()).isTrue();
        assertThat(view.toString())
                .doesNotContain(older.code().reveal())
                .doesNotContain(older.code().lookupHash());
    }

    @Test
    void knowsNoPageAfterACodeThatNeverWas() {
        assertThat(codes().page(Optional.of(UUID.randomUUID()), 10)).isEmpty();
    }

    @Test
    void saysThatACodeIsOver() {
        make("shop 12");
        fixture.clock.advance(HOUR);

        assertThat(first(10).get(0).usable()).isFalse();
    }

    @Test
    void revokesOnceAndWritesDownWhoAndWhy() throws Exception {
        IssuedCode code = make("shop 12");

        assertThat(codes().revoke(admin, code.id(), Optional.of("leaked"))).isTrue();
        assertThat(codes().revoke(fixture.admin("eve"), code.id(), Optional.of("me too")))
                .isTrue();
        assertThat(codes().revoke(admin, UUID.randomUUID(), Optional.empty())).isFalse();

        CodeView view = first(10).get(0);
        assertThat(view.usable()).isFalse();
        assertThat(view.revokedBy()).contains("root");
        assertThat(view.revokeReason()).contains("leaked");
        assertThat(view.revokedAt()).isPresent();
        assertThat(Files.readString(fixture.home.log())
                        .lines()
                        .filter(line -> line.contains("enrollment_code_revoked")))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("root", "shop 12", "leaked"));
    }
}
