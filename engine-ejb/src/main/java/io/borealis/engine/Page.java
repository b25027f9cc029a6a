package io.borealis.engine;

import java.util.List;
import java.util.function.Function;

/**
 * A bounded part of a list that is read by key. Immutable.
 *
 * @param more whether others follow the last of these
 */
public record Page<T>(List<T> items, boolean more) {
    /** No page is longer. */
    public static final int LONGEST = 500;

    public Page {
        items = List.copyOf(items);
    }

    /** Of what was read with one more than wanted. */
    public static <T> Page<T> of(List<T> oneMore, int wanted) {
        return oneMore.size() > wanted ? new Page<>(oneMore.subList(0, wanted), true) : new Page<>(oneMore, false);
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), more);
    }
}
