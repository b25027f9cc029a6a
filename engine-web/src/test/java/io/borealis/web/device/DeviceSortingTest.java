package io.borealis.web.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.Page;
import io.borealis.engine.device.DeviceOrder;
import io.borealis.engine.device.SortedDevices;
import io.borealis.web.MalformedRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceSortingTest {

    @ParameterizedTest
    @EnumSource(DeviceOrder.By.class)
    void readsBackWhatItWrites(DeviceOrder.By by) {
        assertThat(DeviceSorting.of(by.wireName(), null)).contains(new DeviceOrder(by, false));
        DeviceOrder order = new DeviceOrder(by, true);
        var parameters = DeviceSorting.parameters(order);
        assertThat(DeviceSorting.of(parameters.get("sort"), parameters.get("order")))
                .contains(order);
    }

    @Test
    void hasNoOrderThatNobodyAskedFor() {
        assertThat(DeviceSorting.of(null, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense,, 'sort is one of name, state, tunnel, os, site, address, seen'",
        "NAME,, 'sort is one of name, state, tunnel, os, site, address, seen'",
        "'',, 'sort is one of name, state, tunnel, os, site, address, seen'",
        "name, down, order is asc or desc",
        "name, '', order is asc or desc",
        ", desc, 'order goes with sort: say what to sort by'"
    })
    void refusesWhatIsNoOrder(@Nullable String sort, @Nullable String order, String why) {
        assertThatThrownBy(() -> DeviceSorting.of(sort, order))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage(why);
    }

    @Test
    void saysWhyThereIsNoPage() {
        assertThat(DeviceSorting.page(new SortedDevices.Found(new Page<>(List.of(), false)))
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> DeviceSorting.page(new SortedDevices.UnknownAfter()))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage("after names no device within reach; begin with the first page");
        assertThatThrownBy(() -> DeviceSorting.page(new SortedDevices.TooMany(7)))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("more than 7 such devices");
    }
}
