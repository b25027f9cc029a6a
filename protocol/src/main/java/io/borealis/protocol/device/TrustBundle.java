package io.borealis.protocol.device;

/**
 * What an agent trusts from its enrollment on: nothing else, and nothing that comes inside a token.
 *
 * @param caCertificate the Engine's CA certificate as PEM; pins the TLS channel
 * @param tokenKey the key that signs orchestration tokens
 */
public record TrustBundle(String caCertificate, DeviceKey tokenKey) {}
