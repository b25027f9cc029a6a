/**
 * Attacks on a running Engine over the wire. Each is a row: who attacks, what is sent, how it must be refused; a digest of
 * the Engine's state is compared before and after. A row is added to a class of {@link io.borealis.lab.attack.Attacks}.
 */
@NullMarked
package io.borealis.lab.attack;

import org.jspecify.annotations.NullMarked;
