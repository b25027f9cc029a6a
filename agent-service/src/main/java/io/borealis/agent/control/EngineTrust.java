package io.borealis.agent.control;

import io.borealis.protocol.device.EnrollmentCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which TLS servers are the Engine: those of one CA and no other. The host name is checked by the connection always. */
public final class EngineTrust {

    private EngineTrust() {}

    /**
     * Trusts the CA certificate given as PEM.
     *
     * @throws CertificateException when the text is no certificate
     */
    public static SSLContext ofCa(String pem) throws CertificateException {
        return context(managerOf(parse(pem)));
    }

    /** Trusts the CA whose certificate, sent by the server itself, has this pin; for the first contact only. */
    public static SSLContext ofPin(String caPin) {
        return context(new Pinned(caPin));
    }

    /** How an agent speaks TLS: version 1.3 and nothing older. */
    public static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return parameters;
    }

    /** The pin of the CA certificate given as PEM. */
    public static String pinOf(String pem) throws CertificateException {
        return EnrollmentCode.pinOf(parse(pem).getEncoded());
    }

    private static X509Certificate parse(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static SSLContext context(TrustManager manager) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("TLS 1.3 is part of every Java 17 runtime", impossible);
        }
    }

    private static X509ExtendedTrustManager managerOf(X509Certificate ca) throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("engine-ca", ca);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (CertificateException precise) {
            throw precise;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("a key store in memory holds any certificate", impossible);
        }
    }

    /** Finds the CA by its pin, then leaves path and host name to the JDK's own check against that CA alone. */
    private static final class Pinned extends X509ExtendedTrustManager {

        private final String pin;

        Pinned(String pin) {
            this.pin = pin;
        }

        private X509ExtendedTrustManager judge(X509Certificate[] chain) throws CertificateException {
            for (X509Certificate certificate : chain) {
                if (EnrollmentCode.pinOf(certificate.getEncoded()).equals(pin)) {
                    return managerOf(certificate);
                }
            }
            throw new CertificateException(
                    "the server is not the Engine that made the enrollment code: no certificate of"
                            + " its chain has the pin " + pin);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateException {
            judge(chain).checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            judge(chain).checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("without its connection the host name cannot be checked");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("the agent is never a TLS server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("the agent is never a TLS server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            throw new CertificateException("the agent is never a TLS server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
