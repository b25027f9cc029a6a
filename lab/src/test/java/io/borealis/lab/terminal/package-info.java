/** The shell of a device through the tunnel, as a browser holds it. */
@NullMarked
package io.borealis.lab.terminal;

import org.jspecify.annotations.NullMarked;
