package io.borealis.lab.engine;

import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.List;

/**
 * How a lab's Engine is set up.
 *
 * @param reachableAs names and addresses that its certificate covers; the first is the one that clients use
 * @param network of its tunnels
 * @param simulated over the in-memory network, without packets
 * @param accounts that it starts with
 * @param proxies addresses of reverse proxies that it trusts
 */
public record EngineSettings(
        List<String> reachableAs,
        int httpsPort,
        int managementPort,
        int listenPort,
        TunnelNetwork network,
        boolean simulated,
        List<Account> accounts,
        List<String> proxies) {

    public EngineSettings {
        reachableAs = List.copyOf(reachableAs);
        accounts = List.copyOf(accounts);
        proxies = List.copyOf(proxies);
    }
}
