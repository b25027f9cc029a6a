/** What the agent writes down: {@code reverse_tunnel.log}, in UTC, bounded, without secrets. */
@NullMarked
package io.borealis.agent.activity;

import org.jspecify.annotations.NullMarked;
