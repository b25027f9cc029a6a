package io.borealis.network.windows;

import com.sun.jna.Native;
import io.borealis.network.HostNetworkException;

/** The three libraries, and there are no others. Immutable, thread-safe. */
record NativeLibraries(WireGuardLibrary wireGuard, IpHelperLibrary ipHelper, FilteringLibrary filtering) {

    private static final int POINTER_BYTES = 8;

    static NativeLibraries load(DriverLibrary driver) throws HostNetworkException {
        if (Native.POINTER_SIZE != POINTER_BYTES) {
            throw new HostNetworkException(
                    HostNetworkException.Step.LOAD_DRIVER_LIBRARY, 0, "this is a 32-bit JVM; use a 64-bit one");
        }
        return new NativeLibraries(
                driver.load(),
                DriverLibrary.load(IpHelperLibrary.NAME, IpHelperLibrary.class),
                DriverLibrary.load(FilteringLibrary.NAME, FilteringLibrary.class));
    }
}
