/** Windows' own calls: WireGuardNT, Windows Filtering Platform and IP Helper through JNA. Names are spelled as Microsoft spells them and stay in this package. */
@NullMarked
package io.borealis.network.windows;

import org.jspecify.annotations.NullMarked;
