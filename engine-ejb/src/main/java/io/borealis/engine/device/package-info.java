/** Devices and how they enrol. No tunnel lives here. */
@NullMarked
package io.borealis.engine.device;

import org.jspecify.annotations.NullMarked;
