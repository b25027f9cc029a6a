package io.borealis.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.device.OwnView;
import io.borealis.persistence.device.OwnViews;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SavedViewsTest extends EngineTest {
    private static final SavedView TILLS = new SavedView(
            "Tills", true, Optional.of("till"), false, Optional.of(new DeviceOrder(DeviceOrder.By.SEEN, true)));
    private static final SavedView GONE =
            new SavedView("Ausgemustert – 日本", false, Optional.empty(), true, Optional.empty());

    private SavedViews views() {
        return fixture.engine.devices().savedViews();
    }

    @Test
    void keepsTheViewsOfEachPersonInHisOrder() throws HostNetworkException {
        assertThat(views().of("ada")).isEqualTo(new SavedViews.Kept(0, List.of()));

        views().replace("ada", List.of(TILLS, GONE), Optional.of(0));
        views().replace("bob", List.of(GONE), Optional.empty());
        fixture.restart();

        assertThat(views().of("ada")).isEqualTo(new SavedViews.Kept(1, List.of(TILLS, GONE)));
        assertThat(views().of("bob").views()).containsExactly(GONE);
        views().replace("ada", List.of(GONE, TILLS), Optional.of(1));
        assertThat(views().of("ada").views()).containsExactly(GONE, TILLS);
        views().replace("ada", List.of(), Optional.of(2));
        assertThat(views().of("ada")).isEqualTo(new SavedViews.Kept(3, List.of()));
        assertThat(views().of("bob").views()).containsExactly(GONE);
    }

    @Test
    void overwritesNothingThatAnotherPageSaved() {
        views().replace("ada", List.of(TILLS), Optional.of(0));

        SavedViews.Result late = views().replace("ada", List.of(GONE), Optional.of(0));

        assertThat(late).isEqualTo(new SavedViews.Result.ChangedMeanwhile(new SavedViews.Kept(1, List.of(TILLS))));
        assertThat(views().replace("ada", List.of(TILLS), Optional.of(1)))
                .as("the same ones are no change")
                .isEqualTo(new SavedViews.Result.Done(new SavedViews.Kept(1, List.of(TILLS))));
    }

    @Test
    void takesAnOrderOfALaterEngineForNone() {
        fixture.database.run(work -> {
            OwnViews later = new OwnViews("ada");
            later.replace(List.of(new OwnView("x", false, Optional.empty(), false, Optional.of("colour"), true)));
            work.ownViews().add(later);
        });
        assertThat(views().of("ada").views().get(0).order()).isEmpty();
    }
}
