package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;

/** The three libraries, and there are no others. Immutable, thread-safe. */
record NativeLibraries(WireGuardLibrary wireGuard, IpHelperLibrary ipHelper, FilteringLibrary filtering) {

    static NativeLibraries load(DriverLibrary driver) throws HostNetworkException {
        return new NativeLibraries(
                driver.load(),
                DriverLibrary.load(IpHelperLibrary.NAME, IpHelperLibrary.class),
                DriverLibrary.load(FilteringLibrary.NAME, FilteringLibrary.class));
    }
}
