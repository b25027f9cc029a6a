/** Tunnels end to end: raised, shared, left, and gone without a trace. */
@NullMarked
package io.borealis.lab.tunnel;

import org.jspecify.annotations.NullMarked;
