package io.borealis.lab.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A small issuer at the address that the Engine trusts, which signs with real keys and says whatever it is told to. */
final class HostileIssuer implements AutoCloseable {

    static final String ADDRESS = "http://127.0.0.1:" + System.getProperty("port.keycloak") + "/realms/borealis";
    static final String CLIENT = "borealis-engine";
    static final String API = "borealis-api";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    /** No issuer gives two keys one name. */
    private final String keyId = UUID.randomUUID().toString();

    private final KeyPair key;
    private final KeyPair unknownKey;
    private volatile String idToken = "";

    HostileIssuer() throws IOException, GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        key = keys.generateKeyPair();
        unknownKey = keys.generateKeyPair();
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger("port.keycloak", 0)), 16);
        server.createContext(
                "/realms/borealis/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        Map.of(
                                "issuer",
                                ADDRESS,
                                "authorization_endpoint",
                                ADDRESS + "/authorize",
                                "token_endpoint",
                                ADDRESS + "/token",
                                "jwks_uri",
                                ADDRESS + "/keys")));
        server.createContext("/realms/borealis/keys", exchange -> answer(exchange, Map.of("keys", List.of(jwk(key)))));
        server.createContext("/realms/borealis/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, Map.of("token_type", "Bearer", "access_token", "none", "id_token", idToken));
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, Map<String, ?> document) throws IOException {
        byte[] body = JSON.writeValueAsBytes(document);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, String> jwk(KeyPair pair) {
        RSAPublicKey open = (RSAPublicKey) pair.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "kid",
                keyId,
                "use",
                "sig",
                "n",
                BASE64.encodeToString(unsigned(open.getModulus().toByteArray())),
                "e",
                BASE64.encodeToString(unsigned(open.getPublicExponent().toByteArray())));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
    }

    /** What the next exchange of a code gives. */
    void gives(String token) {
        idToken = token;
    }

    /** Claims of a good proof of a sign-in, for a row to spoil. */
    static Map<String, Object> proof(String nonce) {
        Map<String, Object> claims = new TreeMap<>(access());
        claims.put("aud", CLIENT);
        claims.put("azp", CLIENT);
        claims.put("nonce", nonce);
        return claims;
    }

    /** Claims of a good token of a script. */
    static Map<String, Object> access() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", ADDRESS);
        claims.put("sub", "mallory");
        claims.put("aud", API);
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("preferred_username", "mallory");
        claims.put("groups", List.of("Borealis Admins"));
        return claims;
    }

    /** Claims of a good logout token. */
    static Map<String, Object> logout() {
        Map<String, Object> claims = new TreeMap<>(access());
        claims.put("aud", CLIENT);
        claims.remove("groups");
        claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        return claims;
    }

    String signed(Map<String, Object> claims) throws Exception {
        return signed(Map.of("alg", "RS256", "kid", keyId), claims, key);
    }

    /** Signed by a key that this issuer never published, under the name of one that it did. */
    String forged(Map<String, Object> claims) throws Exception {
        return signed(Map.of("alg", "RS256", "kid", keyId), claims, unknownKey);
    }

    /** The same with the key itself in the head of the token. */
    String bringingItsKey(Map<String, Object> claims) throws Exception {
        return signed(Map.of("alg", "RS256", "kid", "other", "jwk", jwk(unknownKey)), claims, unknownKey);
    }

    String unsigned(Map<String, Object> claims) throws Exception {
        return part(Map.of("alg", "none")) + "." + part(claims) + ".";
    }

    /** HS256 whose secret is the public key, as whoever trusts the head of a token would check it. */
    String byPublicKey(Map<String, Object> claims) throws Exception {
        String input = part(Map.of("alg", "HS256", "kid", keyId)) + "." + part(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));
        return input + "." + BASE64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signed(Map<String, ?> head, Map<String, Object> claims, KeyPair by) throws Exception {
        String input = part(head) + "." + part(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(by.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + BASE64.encodeToString(signature.sign());
    }

    private static String part(Map<String, ?> document) throws Exception {
        return BASE64.encodeToString(JSON.writeValueAsBytes(document));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
