/**
 * What Windows has to keep secrets: DPAPI and access lists, called through jna-platform, since this runs on Windows
 * alone. The one who chooses it is {@link io.borealis.network.keys.KeyStorage}.
 */
@NullMarked
package io.borealis.network.keys.windows;

import org.jspecify.annotations.NullMarked;
