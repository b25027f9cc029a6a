/** Which agents are connected, and the one channel to each. Who an agent is comes from its channel alone. */
@NullMarked
package io.borealis.engine.control;

import org.jspecify.annotations.NullMarked;
