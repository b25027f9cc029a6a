/** The agent as a process: how it is started, put together and stopped. Everything it does lives in the feature packages. */
@NullMarked
package io.borealis.agent;

import org.jspecify.annotations.NullMarked;
