package io.borealis.protocol.terminal;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;

/**
 * How a terminal's SSH is encrypted, for both ends: each choice is authenticated, and as strong as the others. The Engine's
 * order decides, as that of an SSH client does. An agent compiles with Java's first compiler alone, where
 * ChaCha20-Poly1305 costs a third to a quarter of AES-GCM; AES in counter mode comes second for agents that have no
 * ChaCha20, and GCM last for an Engine that knows nothing else. Immutable.
 */
public final class TerminalCiphers {

    private static final List<NamedFactory<Cipher>> CIPHERS = List.of(
            BuiltinCiphers.cc20p1305_openssh,
            BuiltinCiphers.aes256ctr,
            BuiltinCiphers.aes256gcm,
            BuiltinCiphers.aes128gcm);

    private static final List<NamedFactory<Mac>> MACS = List.of(BuiltinMacs.hmacsha256etm);

    private TerminalCiphers() {}

    /** What encrypts, the cheapest for a device first. */
    public static List<NamedFactory<Cipher>> ciphers() {
        return CIPHERS;
    }

    /** What authenticates a packet of a cipher that does not by itself: it is encrypted first. */
    public static List<NamedFactory<Mac>> macs() {
        return MACS;
    }
}
