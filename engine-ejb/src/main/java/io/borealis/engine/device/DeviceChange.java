package io.borealis.engine.device;

/** What became of an administrator's wish about a device. */
public enum DeviceChange {
    /** It is as wanted. */
    DONE,
    UNKNOWN_DEVICE,
    UNKNOWN_SITE,
    /** The device was removed; it is readmitted first. */
    REMOVED_DEVICE
}
