/** Processes that die and come back. */
@NullMarked
package io.borealis.lab.control;

import org.jspecify.annotations.NullMarked;
