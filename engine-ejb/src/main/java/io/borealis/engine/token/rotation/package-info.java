/** How the Engine's keys are changed while it runs: by whom, for how long the key before stays good, and what is written down. */
@NullMarked
package io.borealis.engine.token.rotation;

import org.jspecify.annotations.NullMarked;
