/** Who a device is: its id, its Ed25519 key, and how it enrols. No tunnel lives here. */
@NullMarked
package io.borealis.protocol.device;

import org.jspecify.annotations.NullMarked;
