/** Who this device is: settings, home folders, device key, and its enrollment at one Engine. Secrets go through {@link io.borealis.network.keys.KeyStorage} only. */
@NullMarked
package io.borealis.agent.device;

import org.jspecify.annotations.NullMarked;
