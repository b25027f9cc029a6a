/** Tests of what Windows has for shells. */
@NullMarked
package io.borealis.agent.terminal.windows;

import org.jspecify.annotations.NullMarked;
