/** The console as an operator has it: a real browser, the real Engine, a real agent. */
@NullMarked
package io.borealis.lab.console;

import org.jspecify.annotations.NullMarked;
