package io.borealis.network;

import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.List;
import java.util.Map;

/**
 * What a reconcile changed.
 *
 * @param admitted peers that were missing or differed
 * @param evicted peers that nobody desires
 * @param failed peers that could not be admitted, with the reason; they are out
 */
public record Reconciliation(
        List<WireGuardKey> admitted, List<WireGuardKey> evicted, Map<WireGuardKey, HostNetworkException> failed) {

    public Reconciliation {
        admitted = List.copyOf(admitted);
        evicted = List.copyOf(evicted);
        failed = Map.copyOf(failed);
    }

    public boolean changedNothing() {
        return admitted.isEmpty() && evicted.isEmpty() && failed.isEmpty();
    }
}
