package io.borealis.lab.attack;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.host.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an attack must not change: devices, which of them are connected, their ports and tunnels, open enrollment requests,
 * the Engine's process, and peers and filters as its host shows them. Devices of the attacker are left out. Immutable.
 *
 * @param facts each by its name
 */
record EngineState(TreeMap<String, String> facts) {

    private static final List<String> OF_A_DEVICE = List.of(
            "name",
            "hostname",
            "os",
            "agent_version",
            "key_fingerprint",
            "virtual_ip",
            "site",
            "tags",
            "state",
            "state_since",
            "connected",
            "tunnel_status",
            "tunnel_id");
    private static final List<String> OF_A_TUNNEL =
            List.of("agent_id", "status", "virtual_ip", "operators", "wireguard", "opened_at", "idle_seconds", "hold");

    static EngineState of(Ground ground) {
        TreeMap<String, String> facts = new TreeMap<>();
        EngineClient admin = ground.admin();
        Set<String> hostile = ground.hostile();
        for (JsonNode device : Lab.devices(admin)) {
            String id = device.path("agent_id").asText();
            if (!hostile.contains(id)) {
                OF_A_DEVICE.forEach(field -> facts.put(
                        "device " + id + " " + field, device.path(field).toString()));
                facts.put(
                        "device " + id + " idle",
                        admin.get("/api/devices/" + id + "/idle").expect(200).text());
                facts.put(
                        "device " + id + " ports",
                        admin.get("/api/devices/" + id + "/ports").expect(200).text());
            }
        }
        for (JsonNode tunnel : list(admin, "/api/tunnel/active")) {
            if (!hostile.contains(tunnel.path("agent_id").asText())) {
                OF_A_TUNNEL.forEach(field -> facts.put(
                        "tunnel " + tunnel.path("tunnel_id").asText() + " " + field,
                        tunnel.path(field).toString()));
            }
        }
        facts.put("accounts", list(admin, "/api/accounts").toString());
        facts.put("enrollment requests", list(admin, "/api/enrollment/requests").toString());
        facts.put("requests", list(admin, "/api/requests").toString());
        NetworkView network = ground.lab().engine().host().network();
        facts.put("peers", new TreeSet<>(network.peers()).toString());
        facts.put("adapter addresses", network.adapterAddresses().toString());
        facts.put("filters", network.filters());
        facts.put("process", Long.toString(ground.lab().engine().process().pid()));
        return new EngineState(facts);
    }

    private static List<JsonNode> list(EngineClient client, String path) {
        JsonNode answer = client.get(path).expect(200).json();
        JsonNode array = answer;
        if (!answer.isArray()) {
            for (JsonNode field : answer) {
                array = field.isArray() ? field : array;
            }
        }
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    /** What differs from an earlier look, one fact each; empty when nothing does. */
    List<String> changesSince(EngineState earlier) {
        TreeSet<String> names = new TreeSet<>(earlier.facts.keySet());
        names.addAll(facts.keySet());
        return names.stream()
                .filter(name -> !java.util.Objects.equals(earlier.facts.get(name), facts.get(name)))
                .map(name -> name + ": " + earlier.facts.get(name) + " became " + facts.get(name))
                .toList();
    }
}
