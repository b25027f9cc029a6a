package io.borealis.persistence.activity;

import java.util.List;

/**
 * The first of some rows, and how many there are in all. Immutable.
 *
 * @param count at least as many as the first
 */
public record Some<T>(List<T> first, long count) {
    public Some {
        first = List.copyOf(first);
    }

    /** None of them. */
    public static <T> Some<T> none() {
        return new Some<>(List.of(), 0);
    }
}
