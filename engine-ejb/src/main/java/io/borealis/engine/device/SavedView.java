package io.borealis.engine.device;

import java.util.Optional;

/**
 * A state of the list of devices under the name that somebody gave it. It says what to look for and gives no right to it.
 * Immutable.
 *
 * @param start whether its owner begins with it
 * @param removed whether it shows the devices that were removed, or all others
 * @param order empty for the order of the ids
 */
public record SavedView(
        String name, boolean start, Optional<String> search, boolean removed, Optional<DeviceOrder> order) {}
