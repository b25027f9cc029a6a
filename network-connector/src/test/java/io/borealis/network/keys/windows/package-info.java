/** The part of Windows' key storage that is plain text work and therefore runs anywhere. */
@NullMarked
package io.borealis.network.keys.windows;

import org.jspecify.annotations.NullMarked;
