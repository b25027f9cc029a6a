package io.borealis.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.lab.LabCase;
import io.borealis.lab.engine.EngineClient;
import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What TLS the Engine speaks, seen from outside. */
class TransportIT extends LabCase {

    /** The version and the cipher suite that are agreed on when this is offered. */
    private String agreed(String[] versions, String... suites) throws IOException {
        EngineClient engine = lab.engine().client();
        try (SSLSocket socket = (SSLSocket) engine.http()
                .sslContext()
                .getSocketFactory()
                .createSocket(
                        RawConnection.tcp(engine),
                        engine.base().getHost(),
                        engine.base().getPort(),
                        true)) {
            socket.setEnabledProtocols(versions);
            if (suites.length > 0) {
                socket.setEnabledCipherSuites(suites);
            }
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
        }
    }

    @Test
    void agreesOnTls13WithWhoeverKnowsIt() throws IOException {
        assertThat(agreed(new String[] {"TLSv1.3", "TLSv1.2"})).isEqualTo("TLSv1.3 TLS_AES_256_GCM_SHA384");
    }

    @Test
    void speaksTls12WithForwardSecrecyAlone() throws IOException {
        assertThat(agreed(new String[] {"TLSv1.2"})).matches("TLSv1\\.2 TLS_ECDHE_(ECDSA|RSA)_WITH_AES_256_GCM_SHA384");
        assertThatThrownBy(() -> agreed(new String[] {"TLSv1.2"}, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                .isInstanceOf(SSLHandshakeException.class);
    }
}
