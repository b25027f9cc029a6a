/** Login, the identity behind a request, and the ports of a device, over HTTP. */
@NullMarked
package io.borealis.web.access;

import org.jspecify.annotations.NullMarked;
