/** The log file. */
@NullMarked
package io.borealis.agent.activity;

import org.jspecify.annotations.NullMarked;
