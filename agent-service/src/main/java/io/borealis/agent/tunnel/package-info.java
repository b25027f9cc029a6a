/** The one tunnel that a device may have: raised by a valid token, watched, dropped. Native calls happen on one thread here and nowhere else. */
@NullMarked
package io.borealis.agent.tunnel;

import org.jspecify.annotations.NullMarked;
