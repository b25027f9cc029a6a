/** What a tunnel is made of: keys, addresses, endpoint, status and why it ended. */
@NullMarked
package io.borealis.protocol.tunnel;

import org.jspecify.annotations.NullMarked;
