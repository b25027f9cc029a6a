/** Terminals inside tunnels: SSH to the device, with flow control up to whoever watches. */
@NullMarked
package io.borealis.engine.terminal;

import org.jspecify.annotations.NullMarked;
