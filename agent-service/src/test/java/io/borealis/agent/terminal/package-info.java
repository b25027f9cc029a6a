/** The terminal against a real SSH client and real pseudo terminals. */
@NullMarked
package io.borealis.agent.terminal;

import org.jspecify.annotations.NullMarked;
