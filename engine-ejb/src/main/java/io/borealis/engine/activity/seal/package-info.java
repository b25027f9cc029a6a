/** The chain over the activity: it is made, signed and proven here. Nothing of that is activity itself. */
@NullMarked
package io.borealis.engine.activity.seal;

import org.jspecify.annotations.NullMarked;
