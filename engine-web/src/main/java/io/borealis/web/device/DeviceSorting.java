package io.borealis.web.device;

import io.borealis.engine.Page;
import io.borealis.engine.device.DeviceOrder;
import io.borealis.engine.device.DeviceView;
import io.borealis.engine.device.SortedDevices;
import io.borealis.web.MalformedRequestException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The order of a list of devices as requests say it, and the refusals around it. */
final class DeviceSorting {
    private static final String ASCENDING = "asc";
    private static final String DESCENDING = "desc";

    private DeviceSorting() {}

    /**
     * Without sort there is no order.
     *
     * @throws MalformedRequestException when one of them is none of its words, or there is an order and nothing to sort by
     */
    static Optional<DeviceOrder> of(@Nullable String sort, @Nullable String order) {
        if (order != null && !order.equals(ASCENDING) && !order.equals(DESCENDING)) {
            throw new MalformedRequestException("bad_value", "order", "order is asc or desc");
        }
        if (order != null && sort == null) {
            throw new MalformedRequestException("bad_value", "order", "order goes with sort: say what to sort by");
        }
        return Optional.ofNullable(sort)
                .map(word -> DeviceOrder.By.named(word).orElseThrow(DeviceSorting::unknown))
                .map(by -> new DeviceOrder(by, DESCENDING.equals(order)));
    }

    private static MalformedRequestException unknown() {
        String words = Arrays.stream(DeviceOrder.By.values())
                .map(DeviceOrder.By::wireName)
                .collect(Collectors.joining(", "));
        return new MalformedRequestException("bad_value", "sort", "sort is one of " + words);
    }

    /** The same as {@link #of} reads it. */
    static Map<String, String> parameters(DeviceOrder order) {
        return Map.of("sort", order.by().wireName(), "order", order.descending() ? DESCENDING : ASCENDING);
    }

    /** @throws MalformedRequestException for what is no page */
    static Page<DeviceView> page(SortedDevices result) {
        if (result instanceof SortedDevices.Found found) {
            return found.page();
        }
        if (result instanceof SortedDevices.TooMany many) {
            throw new MalformedRequestException(
                    "too_many_to_sort",
                    "sort",
                    "there are more than " + many.most()
                            + " such devices; search for fewer, or read them without sort");
        }
        throw new MalformedRequestException(
                "bad_value", "after", "after names no device within reach; begin with the first page");
    }
}
