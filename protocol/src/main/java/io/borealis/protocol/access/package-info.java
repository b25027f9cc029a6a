/** Which ports of a device may be reached through its tunnel. */
@NullMarked
package io.borealis.protocol.access;

import org.jspecify.annotations.NullMarked;
