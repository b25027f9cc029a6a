/** The shell inside the tunnel: an SSH server on the tunnel's own address, for the Engine alone, in front of a pseudo terminal. */
@NullMarked
package io.borealis.agent.terminal;

import org.jspecify.annotations.NullMarked;
