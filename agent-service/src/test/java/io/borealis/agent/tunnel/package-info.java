/** The tunnel controller with the in-memory network and an Engine made of its listener. */
@NullMarked
package io.borealis.agent.tunnel;

import org.jspecify.annotations.NullMarked;
