/**
 * The event log of Windows, called through jna-platform, since this runs on Windows alone. The one who
 * chooses it is {@link io.borealis.agent.AgentService}.
 */
@NullMarked
package io.borealis.agent.activity.windows;

import org.jspecify.annotations.NullMarked;
