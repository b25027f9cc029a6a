/** Signed statements: the orchestration token of a tunnel and the client assertion of an agent. Algorithm and key are fixed in advance, never taken from the token. */
@NullMarked
package io.borealis.protocol.token;

import org.jspecify.annotations.NullMarked;
