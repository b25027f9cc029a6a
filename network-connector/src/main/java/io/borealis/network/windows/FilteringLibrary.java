package io.borealis.network.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The exports of {@code fwpuclnt.dll} that the product uses, spelled as in {@code fwpmu.h}. Each returns its Win32, RPC
 * or FWP_E_* code and never sets the last error. IPv4 addresses and ports are in host order.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/fwpmu/">fwpmu.h</a>
 */
interface FilteringLibrary extends Library {

    String NAME = "fwpuclnt";

    int RPC_C_AUTHN_WINNT = 10;

    int FWPM_SESSION_FLAG_DYNAMIC = 0x1;

    int FWP_UINT8 = 1;
    int FWP_UINT16 = 2;
    int FWP_UINT32 = 3;
    int FWP_UINT64 = 4;
    int FWP_V4_ADDR_MASK = 256;
    int FWP_RANGE_TYPE = 258;

    int FWP_MATCH_EQUAL = 0;
    int FWP_MATCH_RANGE = 5;
    int FWP_MATCH_FLAGS_ALL_SET = 6;

    int FWP_ACTION_BLOCK = 0x1001;
    int FWP_ACTION_PERMIT = 0x1002;

    int FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT = 0x8;

    int FWP_CONDITION_FLAG_IS_LOOPBACK = 0x1;

    int FwpmEngineOpen0(
            @Nullable Pointer serverName,
            int authnService,
            @Nullable Pointer authIdentity,
            Pointer session,
            Pointer engineHandle);

    int FwpmEngineClose0(Pointer engineHandle);

    int FwpmTransactionBegin0(Pointer engineHandle, int flags);

    int FwpmTransactionCommit0(Pointer engineHandle);

    int FwpmTransactionAbort0(Pointer engineHandle);

    int FwpmProviderAdd0(Pointer engineHandle, Pointer provider, @Nullable Pointer securityDescriptor);

    int FwpmProviderDeleteByKey0(Pointer engineHandle, Pointer key);

    int FwpmSubLayerAdd0(Pointer engineHandle, Pointer subLayer, @Nullable Pointer securityDescriptor);

    int FwpmSubLayerDeleteByKey0(Pointer engineHandle, Pointer key);

    int FwpmFilterAdd0(Pointer engineHandle, Pointer filter, @Nullable Pointer securityDescriptor, Pointer id);

    int FwpmFilterDeleteById0(Pointer engineHandle, long id);

    int FwpmFilterGetById0(Pointer engineHandle, long id, Pointer filter);

    void FwpmFreeMemory0(Pointer pointerToMemory);
}
