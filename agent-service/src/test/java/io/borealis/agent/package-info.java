/** The agent as its host starts it. */
@NullMarked
package io.borealis.agent;

import org.jspecify.annotations.NullMarked;
