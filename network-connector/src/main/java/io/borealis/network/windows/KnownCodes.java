package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;

/** Turns the codes that administrators meet into one sentence of cause and cure. */
final class KnownCodes {

    private static final String UNKNOWN = "Windows refused";

    private KnownCodes() {}

    static void check(Step step, int code) throws HostNetworkException {
        if (code != Win32.NO_ERROR) {
            throw failure(step, code, "");
        }
    }

    /** @param subject what the step was about; may be empty */
    static HostNetworkException failure(Step step, int code, String subject) {
        String sentence = sentence(step, code);
        return new HostNetworkException(step, code, subject.isEmpty() ? sentence : subject + ": " + sentence);
    }

    /** As {@link #failure}, when no driver runs: that is the reason where the code names none. */
    static HostNetworkException failureWithoutDriver(Step step, int code, String subject) {
        boolean telling = !sentence(step, code).equals(UNKNOWN);
        return new HostNetworkException(
                step,
                code,
                subject + ": " + (telling ? sentence(step, code) : sentence(step, Win32.ERROR_FILE_NOT_FOUND)));
    }

    /** FWP_E_* codes in hexadecimal, Win32 codes in decimal, as Microsoft lists them. */
    static String spell(int code) {
        return code < 0 ? "0x%08X".formatted(code) : Integer.toString(code);
    }

    private static String sentence(Step step, int code) {
        return switch (code) {
            case Win32.ERROR_FILE_NOT_FOUND ->
                "the WireGuardNT driver is not installed or not running; "
                        + "run Borealis.ps1 -Verify, then restart the service";
            case Win32.ERROR_ACCESS_DENIED ->
                "this process is not elevated; run it as LocalSystem or as an " + "elevated administrator";
            case Win32.ERROR_INVALID_PARAMETER ->
                "Windows does not accept the values; this is a fault of Borealis, " + "please report it with the log";
            case Win32.ERROR_INVALID_IMAGE_HASH, Win32.ERROR_DRIVER_BLOCKED ->
                "Windows refuses the driver's "
                        + "signature; install the pinned WireGuardNT driver again with Borealis.ps1";
            case Win32.ERROR_ALREADY_EXISTS ->
                "another Borealis process of the same kind runs on this host and holds " + "our adapter; stop it first";
            case Win32.ERROR_NOT_FOUND ->
                step == Step.WAIT_FOR_IP_INTERFACE
                        ? "Windows did not make the adapter's IP interface in time; restart the service, and the machine "
                                + "if it stays so"
                        : "Windows does not know the interface (any more); restart the service";
            case Win32.ERROR_TIMEOUT -> "Windows did not answer in time; try again";
            case Win32.RPC_S_SERVER_UNAVAILABLE, Win32.EPT_S_NOT_REGISTERED ->
                "the Base Filtering Engine is " + "stopped; start the Windows service BFE";
            case Win32.ERROR_OBJECT_ALREADY_EXISTS ->
                "another adapter of this host holds the same address or route; "
                        + "remove it there or configure another tunnel network";
            case Win32.WSAEADDRINUSE -> "another program uses the UDP port";
            case Win32.WSAEACCES -> "Windows has reserved the UDP port";
            case Win32.FWP_E_ALREADY_EXISTS,
                    Win32.FWP_E_IN_USE,
                    Win32.FWP_E_WRONG_SESSION,
                    Win32.FWP_E_DYNAMIC_SESSION_IN_PROGRESS ->
                "another Borealis process of the same kind holds our " + "filters; stop it first";
            case Win32.FWP_E_TIMEOUT -> "another program holds the lock of the Windows Filtering Platform; try again";
            case Win32.FWP_E_SESSION_ABORTED, Win32.FWP_E_TXN_ABORTED ->
                "the Base Filtering Engine ended our "
                        + "session; the tunnels are shut until the listener is restarted";
            case Win32.FWP_E_TOO_MANY_SUBLAYERS ->
                "the Windows Filtering Platform is full; remove other filtering " + "products";
            default -> UNKNOWN;
        };
    }
}
