/** The Engine's composition: which parts there are, when they start and stop, and what they were told. No decision lives here. */
@NullMarked
package io.borealis.engine;

import org.jspecify.annotations.NullMarked;
