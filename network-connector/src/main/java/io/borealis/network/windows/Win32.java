package io.borealis.network.windows;

/** The Win32 and FWP_E_* codes that the product treats in a way of their own, spelled as Microsoft spells them. */
final class Win32 {

    static final int NO_ERROR = 0;
    static final int ERROR_FILE_NOT_FOUND = 2;
    static final int ERROR_ACCESS_DENIED = 5;
    static final int ERROR_SHARING_VIOLATION = 32;
    static final int ERROR_DUP_NAME = 52;
    static final int ERROR_INVALID_PARAMETER = 87;
    static final int ERROR_BUFFER_OVERFLOW = 111;
    static final int ERROR_MOD_NOT_FOUND = 126;
    static final int ERROR_PROC_NOT_FOUND = 127;
    static final int ERROR_ALREADY_EXISTS = 183;
    static final int ERROR_NO_DATA = 232;
    static final int ERROR_MORE_DATA = 234;
    static final int ERROR_INVALID_IMAGE_HASH = 577;
    static final int ERROR_NOT_FOUND = 1168;
    static final int ERROR_ADDRESS_ALREADY_ASSOCIATED = 1227;
    static final int ERROR_ADDRESS_NOT_ASSOCIATED = 1228;
    static final int ERROR_DRIVER_BLOCKED = 1275;
    static final int ERROR_TIMEOUT = 1460;
    static final int RPC_S_SERVER_UNAVAILABLE = 1722;
    static final int EPT_S_NOT_REGISTERED = 1753;
    static final int ERROR_OBJECT_ALREADY_EXISTS = 5010;
    static final int WSAEACCES = 10013;
    static final int WSAEADDRINUSE = 10048;

    static final int FWP_E_FILTER_NOT_FOUND = 0x80320003;
    static final int FWP_E_PROVIDER_NOT_FOUND = 0x80320005;
    static final int FWP_E_SUBLAYER_NOT_FOUND = 0x80320007;
    static final int FWP_E_NOT_FOUND = 0x80320008;
    static final int FWP_E_ALREADY_EXISTS = 0x80320009;
    static final int FWP_E_IN_USE = 0x8032000A;
    static final int FWP_E_DYNAMIC_SESSION_IN_PROGRESS = 0x8032000B;
    static final int FWP_E_WRONG_SESSION = 0x8032000C;
    static final int FWP_E_NO_TXN_IN_PROGRESS = 0x8032000D;
    static final int FWP_E_TXN_IN_PROGRESS = 0x8032000E;
    static final int FWP_E_TXN_ABORTED = 0x8032000F;
    static final int FWP_E_SESSION_ABORTED = 0x80320010;
    static final int FWP_E_TIMEOUT = 0x80320012;
    static final int FWP_E_TOO_MANY_SUBLAYERS = 0x80320036;

    private Win32() {}
}
