/** The life of a tunnel, from its asking to its end, and the host's network kept equal to what the database desires. */
@NullMarked
package io.borealis.engine.tunnel;

import org.jspecify.annotations.NullMarked;
