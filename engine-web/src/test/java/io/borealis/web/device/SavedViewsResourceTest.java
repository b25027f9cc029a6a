package io.borealis.web.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.device.DeviceOrder;
import io.borealis.engine.device.SavedView;
import io.borealis.engine.device.SavedViews;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.device.SavedViewsResource.NewViews;
import io.borealis.web.device.SavedViewsResource.View;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SavedViewsResourceTest {

    private static View named(String name, boolean start) {
        return new View(
                name, Optional.of(start), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void refuses(String why, View... views) {
        assertThatThrownBy(() -> new NewViews(Arrays.asList(views), Optional.empty()))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining(why);
    }

    @Test
    void tellsWhatWasSavedAsItWasSaid() {
        SavedView saved = new SavedView(
                "Tills", true, Optional.of("till"), true, Optional.of(new DeviceOrder(DeviceOrder.By.NAME, true)));
        assertThat(View.of(saved).toSaved()).isEqualTo(saved);
        assertThat(View.of(saved).order()).contains("desc");
        SavedView plain = new SavedView("All", false, Optional.empty(), false, Optional.empty());
        assertThat(named(" All ", false).toSaved()).isEqualTo(plain);
    }

    @Test
    void boundsHowManyThereAreAndWhatTheySay() {
        View[] many = IntStream.rangeClosed(0, SavedViews.MOST)
                .mapToObj(number -> named("view " + number, false))
                .toArray(View[]::new);
        refuses("at most 20 views", many);
        refuses("no two views have one name", named("All", false), named("All ", false));
        refuses("one view is the start at most", named("a", true), named("b", true));
        assertThatThrownBy(() -> named(" ", false)).isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> named("x".repeat(SavedViews.LONGEST_NAME + 1), false))
                .isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> named("a\u202eb", false)).isInstanceOf(MalformedRequestException.class);
    }
}
