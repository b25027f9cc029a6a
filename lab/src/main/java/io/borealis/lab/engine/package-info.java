/** The Engine on a host of the lab, and its interface as an outsider uses it. Knows no agent. */
@NullMarked
package io.borealis.lab.engine;

import org.jspecify.annotations.NullMarked;
