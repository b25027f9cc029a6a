/** What a browser and the Engine say beside the bytes of a terminal. */
@NullMarked
package io.borealis.protocol.terminal;

import org.jspecify.annotations.NullMarked;
