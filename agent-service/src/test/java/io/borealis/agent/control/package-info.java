/** The way to the Engine against real TLS. */
@NullMarked
package io.borealis.agent.control;

import org.jspecify.annotations.NullMarked;
