package io.borealis.web.device;

import io.borealis.engine.device.DeviceChange;
import io.borealis.engine.device.DeviceView;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;

/** The Engine's refusals about devices, in words and codes for callers. */
public final class DeviceProblems {

    private DeviceProblems() {}

    public static Problem unknown(DeviceId device) {
        return Problem.notFound("unknown_agent", "there is no agent " + device);
    }

    static Problem unknownSite() {
        return Problem.notFound("unknown_site", "there is no such site; GET /api/sites lists them");
    }

    /** The device as it is after the change, or why the change was not made. */
    static Response answer(DeviceChange change, DeviceId device, Supplier<Optional<DeviceView>> now) {
        return change == DeviceChange.DONE
                ? now.get().map(view -> Response.ok(view).build()).orElseGet(() -> unknown(device)
                        .toResponse())
                : refused(change, device).toResponse();
    }

    /** Why a change of a device was not made. */
    static Problem refused(DeviceChange change, DeviceId device) {
        return switch (change) {
            case UNKNOWN_DEVICE -> unknown(device);
            case UNKNOWN_SITE -> unknownSite();
            case REMOVED_DEVICE -> keptOut(DeviceState.REMOVED);
            case DONE -> throw new IllegalArgumentException("what is done is not refused");
        };
    }

    /** What a device that an administrator keeps out does not get: a tunnel, or a change. */
    public static Problem keptOut(DeviceState state) {
        return switch (state) {
            case QUARANTINED ->
                Problem.conflict(
                        "device_quarantined",
                        "an administrator quarantined the device: no tunnel until one makes it active again");
            case DISABLED ->
                Problem.conflict(
                        "device_disabled", "an administrator disabled the device; one must make it active again");
            case REMOVED ->
                Problem.conflict("device_removed", "an administrator removed the device; one must readmit it first");
            case ACTIVE -> throw new IllegalArgumentException("an active device is kept from nothing");
        };
    }

    /** The same said to the device itself, which proved its key. */
    static Problem toDevice(DeviceState state) {
        return switch (state) {
            case DISABLED ->
                Problem.forbidden(
                        "device_disabled", "this device was disabled by an administrator; ask one to enable it again");
            case REMOVED ->
                Problem.forbidden(
                        "device_removed",
                        "this device was removed by an administrator; ask one to readmit it, or enrol with a new key");
            case ACTIVE, QUARANTINED -> throw new IllegalArgumentException(state + " keeps no agent out");
        };
    }
}
