/**
 * Tests of the Windows network: the layouts against a table that a C compiler printed, the constants against a second
 * typing, and the production classes themselves on the stand-ins for the three libraries.
 */
@NullMarked
package io.borealis.network.windows;

import org.jspecify.annotations.NullMarked;
