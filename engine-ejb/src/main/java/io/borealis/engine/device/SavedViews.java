package io.borealis.engine.device;

import io.borealis.persistence.Database;
import io.borealis.persistence.device.OwnView;
import io.borealis.persistence.device.OwnViews;
import java.util.List;
import java.util.Optional;

/** The views that people saved, each person's own and nobody else's to see. Thread-safe. */
public final class SavedViews {
    /** Nobody has more. */
    public static final int MOST = 20;

    /** No name of one is longer. */
    public static final int LONGEST_NAME = 64;

    private final Database database;

    SavedViews(Database database) {
        this.database = database;
    }

    /**
     * All that somebody saved, in his order.
     *
     * @param version another number after each change; 0 for who never saved one
     */
    public record Kept(int version, List<SavedView> views) {
        public Kept {
            views = List.copyOf(views);
        }
    }

    /** What became of a change. */
    public sealed interface Result {
        record Done(Kept now) implements Result {}

        /** Not stored: another page of the same person changed them after they were read; now they are these. */
        record ChangedMeanwhile(Kept now) implements Result {}
    }

    public Kept of(String username) {
        return database.read(
                work -> work.ownViews().find(username).map(SavedViews::kept).orElse(new Kept(0, List.of())));
    }

    /**
     * Makes these all of them.
     *
     * @param views at most {@link #MOST}, no two of one name, at most one the start
     * @param seen the version of those that were read; empty for who takes what he finds
     */
    public Result replace(String username, List<SavedView> views, Optional<Integer> seen) {
        List<OwnView> rows = views.stream().map(SavedViews::row).toList();
        return database.decide(work -> {
            Optional<OwnViews> found = work.ownViews().find(username);
            int version = found.map(OwnViews::listVersion).orElse(0);
            if (seen.filter(number -> number != version).isPresent()) {
                return new Result.ChangedMeanwhile(found.map(SavedViews::kept).orElse(new Kept(0, List.of())));
            }
            OwnViews all = found.orElseGet(() -> {
                OwnViews made = new OwnViews(username);
                work.ownViews().add(made);
                return made;
            });
            all.replace(rows);
            return new Result.Done(kept(all));
        });
    }

    private static Kept kept(OwnViews all) {
        return new Kept(
                all.listVersion(), all.views().stream().map(SavedViews::view).toList());
    }

    private static OwnView row(SavedView view) {
        return new OwnView(
                view.name(),
                view.start(),
                view.search(),
                view.removed(),
                view.order().map(order -> order.by().wireName()),
                view.order().filter(DeviceOrder::descending).isPresent());
    }

    // A word that this Engine does not know is one of a later Engine
    private static SavedView view(OwnView row) {
        return new SavedView(
                row.name(),
                row.begins(),
                row.search(),
                row.removed(),
                row.sortBy().flatMap(DeviceOrder.By::named).map(by -> new DeviceOrder(by, row.descending())));
    }
}
