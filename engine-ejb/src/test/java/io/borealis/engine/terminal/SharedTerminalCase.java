package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.terminal.FromTerminal.Watching;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.terminal.TerminalSize;
import org.junit.jupiter.api.BeforeEach;

/** Ada's terminal, in a tunnel that Bob shares. */
abstract class SharedTerminalCase extends TerminalCase {
    protected static final TerminalSize SIZE = new TerminalSize(100, 40);

    protected final RecordedScreen bobs = new RecordedScreen();
    protected OperatorSession bob;
    protected Attachment own;

    @BeforeEach
    void openForTwo() {
        bob = fixture.operator("bob");
        broker().open(bob, agent.id());
        own = opened();
        await().until(() -> screen.text().endsWith("$ "));
    }

    protected final SharedTerminals shared() {
        return terminals().shared();
    }

    protected final void share(Leave may) {
        assertThat(shared().share(ada, own.id(), "bob", may)).isInstanceOf(ShareResult.Shared.class);
    }

    protected final AttachResult watch(OperatorSession who, long from, TerminalSize size, RecordedScreen on) {
        return terminals().attach(who, tunnel, own.id(), from, size, on);
    }

    protected final Attachment watching(Leave may) {
        share(may);
        Attachment attachment = ((AttachResult.Attached) watch(bob, 0, SIZE, bobs)).attachment();
        await().until(() -> bobs.last(Watching.class).isPresent());
        return attachment;
    }
}
