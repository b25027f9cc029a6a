/** Attacks on the control channel with real devices and real tokens. */
@NullMarked
package io.borealis.lab.token;

import org.jspecify.annotations.NullMarked;
