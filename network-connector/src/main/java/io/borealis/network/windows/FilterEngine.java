package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.windows.FilteringLayouts.DisplayData;
import io.borealis.network.windows.FilteringLayouts.Provider;
import io.borealis.network.windows.FilteringLayouts.Session;
import io.borealis.network.windows.FilteringLayouts.SubLayer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A dynamic session with the Windows Filtering Platform, our provider and our sublayer in it. Everything added through
 * it disappears with {@link #close} or with this process, so that no filter can outlive its tunnel. Thread-safe: one
 * transaction at a time.
 */
final class FilterEngine implements AutoCloseable {

    private static final Logger LOG = System.getLogger(FilterEngine.class.getName());
    /** Our sublayer is asked before those of Windows Firewall. */
    private static final int FIRST_SUBLAYER = 0xFFFF;

    private static final int TRANSACTION_WAIT_MILLIS = 15_000;
    private static final int CLOSE_ATTEMPTS = 3;

    /** What one transaction does. */
    interface Change<T> {
        T apply(FilterTransaction transaction) throws HostNetworkException;
    }

    private final FilteringLibrary library;
    private final Role role;
    private final Pointer session;
    private final ReentrantLock oneTransaction = new ReentrantLock();
    private boolean closed;

    private FilterEngine(FilteringLibrary library, Role role, Pointer session) {
        this.library = library;
        this.role = role;
        this.session = session;
    }

    /** @throws HostNetworkException when the session or its sublayer cannot be had; nothing is left behind */
    static FilterEngine open(FilteringLibrary library, Role role, Retries retries) throws HostNetworkException {
        FilterEngine engine =
                new FilterEngine(library, role, openSession(library, role, FilteringLibrary.FWPM_SESSION_FLAG_DYNAMIC));
        try {
            retries.run(Step.OPEN_FILTER_ENGINE, FilterEngine::isOfAnotherSession, engine::claimSubLayer);
            return engine;
        } catch (HostNetworkException | RuntimeException failed) {
            engine.close();
            throw failed;
        }
    }

    private static Pointer openSession(FilteringLibrary library, Role role, int flags) throws HostNetworkException {
        try (Arena arena = new Arena()) {
            Struct session = Struct.in(arena, Session.LAYOUT)
                    .put(Session.FLAGS, flags)
                    .put(Session.TXN_WAIT_TIMEOUT, TRANSACTION_WAIT_MILLIS);
            session.inline(Session.DISPLAY_DATA, DisplayData.LAYOUT)
                    .put(DisplayData.NAME, arena.utf16(role.displayName()));
            Pointer handle = arena.allocate(Long.BYTES);
            KnownCodes.check(
                    Step.OPEN_FILTER_ENGINE,
                    library.FwpmEngineOpen0(null, FilteringLibrary.RPC_C_AUTHN_WINNT, null, session.pointer(), handle));
            return handle.getPointer(0);
        }
    }

    private void claimSubLayer() throws HostNetworkException {
        try {
            addSubLayer();
        } catch (HostNetworkException taken) {
            if (taken.code() != Win32.FWP_E_ALREADY_EXISTS) {
                throw taken;
            }
            removeLeftovers();
            addSubLayer();
        }
    }

    private void addSubLayer() throws HostNetworkException {
        change(Step.OPEN_FILTER_ENGINE, transaction -> {
            try (Arena arena = new Arena()) {
                Struct provider = Struct.in(arena, Provider.LAYOUT).put(Provider.KEY, role.provider());
                name(provider.inline(Provider.DISPLAY_DATA, DisplayData.LAYOUT), arena);
                KnownCodes.check(Step.OPEN_FILTER_ENGINE, library.FwpmProviderAdd0(session, provider.pointer(), null));
                Struct subLayer = Struct.in(arena, SubLayer.LAYOUT)
                        .put(SubLayer.KEY, role.subLayer())
                        .put(SubLayer.PROVIDER_KEY, arena.guid(role.provider()))
                        .put(SubLayer.WEIGHT, FIRST_SUBLAYER);
                name(subLayer.inline(SubLayer.DISPLAY_DATA, DisplayData.LAYOUT), arena);
                KnownCodes.check(Step.OPEN_FILTER_ENGINE, library.FwpmSubLayerAdd0(session, subLayer.pointer(), null));
                return role;
            }
        });
    }

    /**
     * Under our keys, from outside any dynamic session: only a session of that kind may delete what stays for ever. What
     * a living process of ours holds cannot be deleted by anybody, and is not.
     */
    private void removeLeftovers() throws HostNetworkException {
        Pointer cleaning = openSession(library, role, 0);
        try (Arena arena = new Arena()) {
            checkGone(library.FwpmSubLayerDeleteByKey0(cleaning, arena.guid(role.subLayer())));
            checkGone(library.FwpmProviderDeleteByKey0(cleaning, arena.guid(role.provider())));
        } finally {
            closeSession(cleaning);
        }
    }

    private void name(Struct displayData, Arena arena) {
        displayData.put(DisplayData.NAME, arena.utf16(role.displayName()));
    }

    private static void checkGone(int code) throws HostNetworkException {
        if (code != Win32.FWP_E_PROVIDER_NOT_FOUND
                && code != Win32.FWP_E_SUBLAYER_NOT_FOUND
                && code != Win32.FWP_E_NOT_FOUND) {
            KnownCodes.check(Step.OPEN_FILTER_ENGINE, code);
        }
    }

    private static boolean isOfAnotherSession(int code) {
        return code == Win32.FWP_E_ALREADY_EXISTS
                || code == Win32.FWP_E_IN_USE
                || code == Win32.FWP_E_WRONG_SESSION
                || code == Win32.FWP_E_DYNAMIC_SESSION_IN_PROGRESS;
    }

    /** Whether Windows still has the filter, and with it the session: a restart of its filter engine loses both. */
    boolean has(long filterId) {
        try (Arena arena = new Arena()) {
            Pointer filter = arena.allocate(Long.BYTES);
            oneTransaction.lock();
            try {
                if (closed || library.FwpmFilterGetById0(session, filterId, filter) != Win32.NO_ERROR) {
                    return false;
                }
            } finally {
                oneTransaction.unlock();
            }
            library.FwpmFreeMemory0(filter);
            return true;
        }
    }

    /** Adds rules in a transaction of their own. */
    List<Long> add(List<FilterRule> rules) throws HostNetworkException {
        return change(Step.ADD_FILTERS, transaction -> transaction.add(rules));
    }

    /**
     * Everything that {@code change} does happens at once or not at all.
     *
     * @param step named when beginning or committing fails
     */
    <T> T change(Step step, Change<T> change) throws HostNetworkException {
        oneTransaction.lock();
        try (FilterTransaction transaction = new FilterTransaction(library, session, role)) {
            begin(step);
            T result;
            try {
                result = change.apply(transaction);
                KnownCodes.check(step, library.FwpmTransactionCommit0(session));
            } catch (HostNetworkException | RuntimeException failed) {
                abort();
                throw failed;
            }
            return result;
        } finally {
            oneTransaction.unlock();
        }
    }

    private void begin(Step step) throws HostNetworkException {
        if (closed) {
            throw new HostNetworkException(step, 0, "the filter engine was closed");
        }
        int begun = library.FwpmTransactionBegin0(session, 0);
        if (begun == Win32.FWP_E_TXN_IN_PROGRESS) {
            // an earlier abort failed; what it should have undone must not become part of this change
            abort();
            begun = library.FwpmTransactionBegin0(session, 0);
        }
        KnownCodes.check(step, begun);
    }

    private void abort() {
        int aborted = library.FwpmTransactionAbort0(session);
        if (aborted != Win32.NO_ERROR
                && aborted != Win32.FWP_E_NO_TXN_IN_PROGRESS
                && aborted != Win32.FWP_E_TXN_ABORTED) {
            LOG.log(Level.WARNING, "FwpmTransactionAbort0 failed with {0}", KnownCodes.spell(aborted));
        }
    }

    /** Every filter of this session disappears. Idempotent; a failure is logged, since nothing could follow it. */
    @Override
    public void close() {
        oneTransaction.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closeSession(session);
        } finally {
            oneTransaction.unlock();
        }
    }

    private void closeSession(Pointer open) {
        int code = library.FwpmEngineClose0(open);
        for (int again = 1; again < CLOSE_ATTEMPTS && code != Win32.NO_ERROR; again++) {
            code = library.FwpmEngineClose0(open);
        }
        if (code != Win32.NO_ERROR) {
            LOG.log(
                    Level.WARNING,
                    "FwpmEngineClose0 failed with {0}: the filters go when this process ends",
                    KnownCodes.spell(code));
        }
    }
}
