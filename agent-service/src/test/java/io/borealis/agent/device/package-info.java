/** Settings, keys and folders of a device, and its enrollment at a real HTTPS server. */
@NullMarked
package io.borealis.agent.device;

import org.jspecify.annotations.NullMarked;
