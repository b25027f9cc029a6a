/**
 * What Windows has to keep secrets: DPAPI and access lists, called through jna-platform, since this runs on Windows
 * alone. It knows nothing of storages; whoever keeps secrets calls it.
 */
@NullMarked
package io.borealis.network.keys.windows;

import org.jspecify.annotations.NullMarked;
