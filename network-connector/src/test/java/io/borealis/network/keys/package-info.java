/** Secrets at rest, as far as this system can show it; the Windows half runs in {@code lab/windows}. */
@NullMarked
package io.borealis.network.keys;

import org.jspecify.annotations.NullMarked;
