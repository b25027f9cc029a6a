/** Ports and rights end to end: what answers, what does not, and what is refused. */
@NullMarked
package io.borealis.lab.access;

import org.jspecify.annotations.NullMarked;
