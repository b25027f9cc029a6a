package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.terminal.TerminalCiphers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.Test;

/** A terminal with an agent of each age: what they encrypt with, and that it serves. */
class OlderAgentsTest extends TerminalCase {

    @Test
    void theEnginesOrderDecidesAndNotTheAgents() throws IOException {
        List<NamedFactory<Cipher>> gcmFirst = List.of(
                BuiltinCiphers.aes256gcm,
                BuiltinCiphers.aes128gcm,
                BuiltinCiphers.aes256ctr,
                BuiltinCiphers.cc20p1305_openssh);

        assertThat(encryptedWith(gcmFirst)).containsOnly("chacha20-poly1305@openssh.com");
    }

    @Test
    void oneWithoutChaCha20IsEncryptedInCounterModeWithAMacBehindIt() throws IOException {
        List<NamedFactory<Cipher>> older =
                List.of(BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256ctr);

        assertThat(encryptedWith(older)).containsOnly("aes256-ctr");
        assertThat(agreed(KexProposalOption.S2CMAC)).containsOnly("hmac-sha2-256-etm@openssh.com");
        assertThat(agreed(KexProposalOption.C2SMAC)).containsOnly("hmac-sha2-256-etm@openssh.com");
    }

    @Test
    void oneThatKnowsGcmAloneIsServedWithIt() throws IOException {
        assertThat(encryptedWith(List.of(BuiltinCiphers.aes256gcm))).containsOnly("aes256-gcm@openssh.com");
    }

    @Test
    void oneOfTodayTakesWhatCostsItLeast() throws IOException {
        assertThat(encryptedWith(TerminalCiphers.ciphers())).containsOnly("chacha20-poly1305@openssh.com");
    }

    /** What both directions are encrypted with, after more was printed than a window holds. */
    private List<String> encryptedWith(List<NamedFactory<Cipher>> ciphers) throws IOException {
        server.close();
        server = serve(agent.deviceKeyPair(), ciphers);
        Attachment terminal = opened();
        terminal.input(bytes("count 200000\n"));
        await().until(() -> screen.size() > 200_000 && screen.text().endsWith("$ "));
        List<String> found = new ArrayList<>(agreed(KexProposalOption.C2SENC));
        found.addAll(agreed(KexProposalOption.S2CENC));
        return found;
    }

    private List<String> agreed(KexProposalOption what) {
        return server.sessions().stream()
                .map((Session session) -> session.getNegotiatedKexParameter(what))
                .toList();
    }
}
