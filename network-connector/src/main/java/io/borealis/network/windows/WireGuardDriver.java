package io.borealis.network.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;

/** The driver as a maker of adapters. Thread-safe. */
final class WireGuardDriver {

    private static final String TUNNEL_TYPE = "Borealis";

    private final NativeLibraries libraries;

    WireGuardDriver(NativeLibraries libraries) {
        this.libraries = libraries;
    }

    /**
     * Makes the one adapter of this role. What a crash left of it goes by itself within moments, which is waited for;
     * another product's adapter of the same name is never touched.
     *
     * @throws HostNetworkException when it cannot be made; nothing is left behind
     */
    DriverAdapter create(Role role, String name, Retries retries) throws HostNetworkException {
        return retries.make(Step.CREATE_ADAPTER, WireGuardDriver::mayPass, () -> createOnce(role, name));
    }

    private DriverAdapter createOnce(Role role, String name) throws HostNetworkException {
        requireFree(role, name);
        WireGuardLibrary library = libraries.wireGuard();
        Pointer handle;
        try (Arena arena = new Arena()) {
            Pointer made = library.WireGuardCreateAdapter(
                    arena.utf16(name), arena.utf16(TUNNEL_TYPE), arena.guid(role.adapter()));
            if (made == null) {
                throw refusal(Native.getLastError(), name);
            }
            handle = made;
        }
        try {
            if (!library.WireGuardSetAdapterLogging(handle, WireGuardLibrary.WIREGUARD_ADAPTER_LOG_ON)) {
                throw KnownCodes.failure(Step.CREATE_ADAPTER, Native.getLastError(), "the driver's log");
            }
            return new DriverAdapter(library, handle, luidOf(handle), runningVersion());
        } catch (HostNetworkException | RuntimeException failed) {
            library.WireGuardCloseAdapter(handle);
            throw failed;
        }
    }

    /** Creating an adapter would rename whichever has the name already: that must be nobody. */
    private void requireFree(Role role, String name) throws HostNetworkException {
        WireGuardLibrary library = libraries.wireGuard();
        Pointer holder;
        try (Arena arena = new Arena()) {
            holder = library.WireGuardOpenAdapter(arena.utf16(name));
            if (holder == null) {
                int code = Native.getLastError();
                if (code == Win32.ERROR_NOT_FOUND || code == Win32.ERROR_FILE_NOT_FOUND) {
                    return;
                }
                throw refusal(code, name);
            }
        }
        try {
            if (guidOf(luidOf(holder)).equals(role.adapter())) {
                throw new HostNetworkException(
                        Step.CREATE_ADAPTER,
                        Win32.ERROR_OBJECT_ALREADY_EXISTS,
                        "another " + role.displayName() + " runs on this host and holds adapter \"" + name
                                + "\"; stop it first");
            }
            throw new HostNetworkException(
                    Step.CREATE_ADAPTER,
                    Win32.ERROR_DUP_NAME,
                    "another product has an adapter named \"" + name + "\", which is left alone; configure another "
                            + "adapter name");
        } finally {
            library.WireGuardCloseAdapter(holder);
        }
    }

    /** Without its driver the library refuses with codes of its helpers, or with none; its log has the reason. */
    private HostNetworkException refusal(int code, String name) {
        boolean running = libraries.wireGuard().WireGuardGetRunningDriverVersion() != 0;
        String subject = "adapter \"" + name + "\"";
        return running
                ? KnownCodes.failure(Step.CREATE_ADAPTER, code, subject)
                : KnownCodes.failureWithoutDriver(Step.CREATE_ADAPTER, code, subject);
    }

    private static boolean mayPass(int code) {
        return switch (code) {
            case Win32.ERROR_ACCESS_DENIED,
                    Win32.ERROR_INVALID_PARAMETER,
                    Win32.ERROR_INVALID_IMAGE_HASH,
                    Win32.ERROR_DRIVER_BLOCKED,
                    Win32.ERROR_DUP_NAME -> false;
            default -> true;
        };
    }

    private long luidOf(Pointer handle) throws HostNetworkException {
        try (Arena arena = new Arena()) {
            Pointer luid = arena.allocate(Long.BYTES);
            libraries.wireGuard().WireGuardGetAdapterLUID(handle, luid);
            long value = luid.getLong(0);
            if (value == 0) {
                throw new HostNetworkException(
                        Step.READ_ADAPTER_LUID, 0, "the driver gave the adapter no LUID; restart the service");
            }
            return value;
        }
    }

    private Guid guidOf(long luid) throws HostNetworkException {
        try (Arena arena = new Arena()) {
            Pointer guid = arena.allocate(Guid.SIZE);
            KnownCodes.check(
                    Step.READ_ADAPTER_LUID, libraries.ipHelper().ConvertInterfaceLuidToGuid(arena.uint64(luid), guid));
            return Guid.fromBytes(guid.getByteArray(0, Guid.SIZE));
        }
    }

    private String runningVersion() throws HostNetworkException {
        int version = libraries.wireGuard().WireGuardGetRunningDriverVersion();
        if (version == 0) {
            throw KnownCodes.failure(Step.CREATE_ADAPTER, Native.getLastError(), "driver version");
        }
        return (version >>> 16) + "." + (version & 0xFFFF);
    }
}
