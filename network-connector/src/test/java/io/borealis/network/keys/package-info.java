/** Secrets at rest, as far as this system can show it; the Windows half is run by {@code lab/windows/unit-test}. */
@NullMarked
package io.borealis.network.keys;

import org.jspecify.annotations.NullMarked;
