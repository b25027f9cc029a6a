package io.borealis.engine.device;

import io.borealis.engine.Page;

/** What became of the wish for a page of devices in an order. */
public sealed interface SortedDevices {
    record Found(Page<DeviceView> page) implements SortedDevices {}

    /** There is no device within reach of the id after which the page was to begin. */
    record UnknownAfter() implements SortedDevices {}

    /** So many devices are not sorted at once. */
    record TooMany(int most) implements SortedDevices {}
}
