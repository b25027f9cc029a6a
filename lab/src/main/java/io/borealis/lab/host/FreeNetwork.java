package io.borealis.lab.host;

import io.borealis.lab.run.LabException;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A network for tunnels that a host has no other use for: the product's own where it is free. */
public final class FreeNetwork {

    private static final Pattern PREFIX =
            Pattern.compile("(?<![0-9.])([0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?:/([0-9]{1,2}))?(?![0-9.])");
    /** Shorter ones are a default route, whole or in halves. */
    private static final int SHORTEST = 2;

    private record Used(int address, int length) {
        private static Used of(MatchResult found) {
            int length = found.group(2) == null ? 32 : Integer.parseInt(found.group(2));
            return new Used(TunnelAddress.parse(found.group(1)).value(), length);
        }

        private boolean overlaps(TunnelNetwork network) {
            int mask = length < SHORTEST ? 0 : -1 << (32 - Math.min(length, network.prefixLength()));
            return length >= SHORTEST && (address & mask) == (network.base().value() & mask);
        }
    }

    private FreeNetwork() {}

    /** Looks at addresses, routes and gateways of the host, and at the name servers of this machine. */
    public static TunnelNetwork on(Host host) {
        String seen = host.network().routes().stream().reduce("", (all, line) -> all + "\n" + line) + "\n"
                + host.network().addresses() + "\n" + host.network().nameServers();
        return of(seen);
    }

    /** The first candidate that overlaps nothing of what the text names. */
    static TunnelNetwork of(String seen) {
        List<Used> used = PREFIX.matcher(seen).results().map(Used::of).toList();
        return candidates()
                .filter(candidate -> used.stream().noneMatch(use -> use.overlaps(candidate)))
                .findFirst()
                .orElseThrow(() -> new LabException("no private /16 is free on this machine"));
    }

    private static Stream<TunnelNetwork> candidates() {
        return Stream.of(downwards("10.", 255, 128), downwards("172.", 31, 16), downwards("100.", 127, 64))
                .flatMap(block -> block);
    }

    private static Stream<TunnelNetwork> downwards(String first, int from, int to) {
        return IntStream.iterate(from, second -> second >= to, second -> second - 1)
                .mapToObj(second -> TunnelNetwork.parse(first + second + ".0.0/16"));
    }
}
