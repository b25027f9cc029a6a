/**
 * What the Engine says of what happens to whoever looks on, and the form in which what happened is sealed, by which anybody
 * can check it.
 */
@NullMarked
package io.borealis.protocol.activity;

import org.jspecify.annotations.NullMarked;
