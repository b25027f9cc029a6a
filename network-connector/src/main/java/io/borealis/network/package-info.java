/**
 * The network control of one host, hidden behind {@link io.borealis.network.HostNetwork}: WireGuard adapter, addresses
 * and port filters. Two implementations satisfy one contract: {@code windows} (through JNA) and {@code memory}. Nothing
 * here knows operators, tokens or databases.
 */
@NullMarked
package io.borealis.network;

import org.jspecify.annotations.NullMarked;
