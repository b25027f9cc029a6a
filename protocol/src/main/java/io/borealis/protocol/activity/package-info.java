/** What the Engine says of what happens to whoever looks on. */
@NullMarked
package io.borealis.protocol.activity;

import org.jspecify.annotations.NullMarked;
