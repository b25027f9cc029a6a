package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What can be done inside one transaction of the {@link FilterEngine}. Dies with it. Not thread-safe. */
final class FilterTransaction implements AutoCloseable {

    private final FilteringLibrary library;
    private final Pointer session;
    private final Role role;
    private final Arena arena = new Arena();

    FilterTransaction(FilteringLibrary library, Pointer session, Role role) {
        this.library = library;
        this.session = session;
        this.role = role;
    }

    /** @return the ids by which Windows knows the rules, in their order */
    List<Long> add(List<FilterRule> rules) throws HostNetworkException {
        List<Long> ids = new ArrayList<>(rules.size());
        for (FilterRule rule : rules) {
            arena.reuse();
            Pointer id = arena.allocate(Long.BYTES);
            Pointer filter = rule.write(arena, role.provider(), role.subLayer());
            int code = library.FwpmFilterAdd0(session, filter, null, id);
            if (code != Win32.NO_ERROR) {
                throw KnownCodes.failure(Step.ADD_FILTERS, code, "rule \"" + rule.name() + "\"");
            }
            ids.add(id.getLong(0));
        }
        return ids;
    }

    /** A rule that is gone already is no failure. */
    void delete(Collection<Long> ids) throws HostNetworkException {
        for (long id : ids) {
            int code = library.FwpmFilterDeleteById0(session, id);
            if (code != Win32.FWP_E_FILTER_NOT_FOUND && code != Win32.FWP_E_NOT_FOUND) {
                KnownCodes.check(Step.REMOVE_FILTERS, code);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
