package io.borealis.agent.control;

import io.borealis.protocol.device.EnrollmentCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which TLS servers are the Engine: those of its CA and no other. The host name is checked by the connection always. */
public final class EngineTrust {

    /** No Engine has more: one, and while it changes it another. */
    public static final int MOST_AUTHORITIES = 3;

    private EngineTrust() {}

    /**
     * Trusts the CA certificates given as PEM, one after the other.
     *
     * @throws CertificateException when the text holds no certificate, or more than {@link #MOST_AUTHORITIES}
     */
    public static SSLContext ofCa(String pem) throws CertificateException {
        return context(managerOf(authorities(pem)));
    }

    /**
     * Trusts the CA certificates that are known at each connection, as PEM.
     *
     * @throws CertificateException when what is known now holds none
     */
    public static SSLContext ofCas(Supplier<String> pem) throws CertificateException {
        authorities(pem.get());
        return context(new Deciding(chain -> managerOf(authorities(pem.get()))));
    }

    /**
     * The CA certificates of the PEM, one after the other.
     *
     * @throws CertificateException when there is none, more than {@link #MOST_AUTHORITIES}, or one that is no CA's
     */
    public static List<X509Certificate> authorities(String pem) throws CertificateException {
        List<X509Certificate> found = new ArrayList<>();
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
            X509Certificate authority = (X509Certificate) certificate;
            if (authority.getBasicConstraints() < 0) {
                throw new CertificateException("a certificate is not that of an authority");
            }
            found.add(authority);
        }
        if (found.isEmpty() || found.size() > MOST_AUTHORITIES) {
            throw new CertificateException(
                    "there are " + found.size() + " certificates of authorities, not 1 to " + MOST_AUTHORITIES);
        }
        return found;
    }

    /** Trusts the CA whose certificate, sent by the server itself, has this pin; for the first contact only. */
    public static SSLContext ofPin(String caPin) {
        return context(new Deciding(chain -> pinned(chain, caPin)));
    }

    /** How an agent speaks TLS: version 1.3 and nothing older. */
    public static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return parameters;
    }

    /** Whether one of the CA certificates given as PEM has this pin. */
    public static boolean hasPin(String pem, String pin) throws CertificateException {
        for (X509Certificate authority : authorities(pem)) {
            if (EnrollmentCode.pinOf(authority.getEncoded()).equals(pin)) {
                return true;
            }
        }
        return false;
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

    private static X509ExtendedTrustManager managerOf(List<X509Certificate> authorities) throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("engine-ca-" + store.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (CertificateException precise) {
            throw precise;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("a key store in memory holds any certificate", impossible);
        }
    }

    private static X509ExtendedTrustManager pinned(X509Certificate[] chain, String pin) throws CertificateException {
        for (X509Certificate certificate : chain) {
            if (EnrollmentCode.pinOf(certificate.getEncoded()).equals(pin)) {
                return managerOf(List.of(certificate));
            }
        }
        throw new CertificateException("the server is not the Engine that made the enrollment code: no certificate of"
                + " its chain has the pin " + pin);
    }

    private interface Judge {
        X509ExtendedTrustManager of(X509Certificate[] chain) throws CertificateException;
    }

    /** Finds the authorities at each connection, then leaves path and host name to the JDK's own check against them alone. */
    private static final class Deciding extends X509ExtendedTrustManager {

        private final Judge judge;

        Deciding(Judge judge) {
            this.judge = judge;
        }

        private X509ExtendedTrustManager judge(X509Certificate[] chain) throws CertificateException {
            return judge.of(chain);
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
