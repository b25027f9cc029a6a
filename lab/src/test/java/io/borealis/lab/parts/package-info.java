/** Which foreign parts the product ships, and that none of them is older than it may be. */
@NullMarked
package io.borealis.lab.parts;

import org.jspecify.annotations.NullMarked;
