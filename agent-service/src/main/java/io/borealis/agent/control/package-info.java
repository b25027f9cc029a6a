/** The way to the Engine: HTTPS and the control channel, both pinned to the Engine's CA, the agent's sense of the Engine's time, and coming back after a loss. Decides nothing about tunnels. */
@NullMarked
package io.borealis.agent.control;

import org.jspecify.annotations.NullMarked;
