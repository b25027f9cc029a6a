package io.borealis.persistence.device;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state of the list of devices under the name that somebody gave it. Immutable. */
@Embeddable
public class OwnView {
    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private boolean begins;

    @Column
    private @Nullable String search;

    @Column(nullable = false)
    private boolean removed;

    @Column(name = "sort_by")
    private @Nullable String sortBy;

    @Column(nullable = false)
    private boolean descending;

    @SuppressWarnings("NullAway.Init")
    protected OwnView() {}

    /**
     * @param begins whether its owner begins with it
     * @param removed whether it shows the devices that were removed, or all others
     * @param sortBy a word of the interface; empty for the order of the ids
     */
    public OwnView(
            String name,
            boolean begins,
            Optional<String> search,
            boolean removed,
            Optional<String> sortBy,
            boolean descending) {
        this.name = name;
        this.begins = begins;
        this.search = search.orElse(null);
        this.removed = removed;
        this.sortBy = sortBy.orElse(null);
        this.descending = descending;
    }

    public String name() {
        return name;
    }

    public boolean begins() {
        return begins;
    }

    public Optional<String> search() {
        return Optional.ofNullable(search);
    }

    public boolean removed() {
        return removed;
    }

    public Optional<String> sortBy() {
        return Optional.ofNullable(sortBy);
    }

    public boolean descending() {
        return descending;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OwnView view
                && name.equals(view.name)
                && begins == view.begins
                && Objects.equals(search, view.search)
                && removed == view.removed
                && Objects.equals(sortBy, view.sortBy)
                && descending == view.descending;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, begins, search, removed, sortBy, descending);
    }
}
