/** The HTTP interface under a property-based fuzzer: it answers what its description says, and nothing else. */
@NullMarked
package io.borealis.lab.fuzz;

import org.jspecify.annotations.NullMarked;
