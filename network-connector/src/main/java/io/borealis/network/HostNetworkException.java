package io.borealis.network;

/**
 * A native step failed. Says which step and with which Win32 (or FWP_E_*) code, so that an operator sees more than
 * "error", and names the cure where one is known.
 */
public final class HostNetworkException extends Exception {

    /** The native steps, in the order of a start; before them the one that is not native. */
    public enum Step {
        /** The resource adapter is stopped, or its listener is lost and being opened again. */
        REACH_LISTENER,
        LOAD_DRIVER_LIBRARY,
        /** What the host's own network uses could not be read. */
        READ_HOST_NETWORK,
        /** Not native: the addresses of the tunnels belong to something else here. */
        CLAIM_NETWORK,
        OPEN_FILTER_ENGINE,
        CREATE_ADAPTER,
        READ_ADAPTER_LUID,
        WAIT_FOR_IP_INTERFACE,
        ADD_FILTERS,
        REMOVE_FILTERS,
        SET_INTERFACE_OPTIONS,
        ADD_ADDRESS,
        REMOVE_ADDRESS,
        ADD_ROUTE,
        REMOVE_ROUTE,
        CONFIGURE_LISTENER,
        ADD_PEER,
        REMOVE_PEER,
        READ_PEERS,
        BRING_UP,
        BRING_DOWN,
        RESOLVE_ENDPOINT,
        CLOSE_ADAPTER
    }

    private final Step step;
    private final int code;

    /**
     * @param code Win32 error or FWP_E_* code as returned; 0 where no native call was reached
     * @param detail one sentence: cause and, where known, cure
     */
    public HostNetworkException(Step step, int code, String detail) {
        super(step + " failed" + (code == 0 ? "" : " with code " + describe(code)) + ": " + detail);
        this.step = step;
        this.code = code;
    }

    private static String describe(int code) {
        return code < 0 ? "0x%08X".formatted(code) : Integer.toString(code);
    }

    public Step step() {
        return step;
    }

    public int code() {
        return code;
    }
}
