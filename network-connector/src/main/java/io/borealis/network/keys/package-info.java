/**
 * Where a host keeps its secrets: {@link io.borealis.network.keys.KeyStorage} for what must stay secret, protected by
 * what the system offers, and {@link io.borealis.network.keys.ProtectedFiles} for files that people and programs read
 * as they are. It knows no key and no purpose; what Windows alone has stays in {@code windows}.
 */
@NullMarked
package io.borealis.network.keys;

import org.jspecify.annotations.NullMarked;
