/** Words that Engine and Agent share. Values parse themselves and cannot be wrong; nothing here touches a network, a file or a time of day that was not handed in. */
@NullMarked
package io.borealis.protocol;

import org.jspecify.annotations.NullMarked;
