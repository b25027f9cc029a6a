/**
 * The lab: an Engine and its agents on one machine, each on a {@link io.borealis.lab.host.Host} of its own. Demonstration,
 * end-to-end tests and benchmarks are built from it. Nothing of the product depends on it.
 */
@NullMarked
package io.borealis.lab;

import org.jspecify.annotations.NullMarked;
