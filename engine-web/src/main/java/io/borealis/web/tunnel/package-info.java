/** Opening, watching and leaving tunnels over HTTP. */
@NullMarked
package io.borealis.web.tunnel;

import org.jspecify.annotations.NullMarked;
