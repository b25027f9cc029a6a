/** Judges an orchestration token together with the message that brought it. */
@NullMarked
package io.borealis.agent.token;

import org.jspecify.annotations.NullMarked;
