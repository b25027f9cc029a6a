package io.borealis.persistence;

import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Rows that tests of a database need first. */
abstract class DatabaseRows {
    private static final Endpoint ENDPOINT = Endpoint.parse("192.0.2.1:30000");
    private static final TunnelAddress ADDRESS = TunnelAddress.parse("10.255.0.2");
    final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    /** A migrated database; the tests share it. */
    abstract Database database();

    final Device enrolledDevice() {
        return database().decide(work -> {
            Device device = new Device(
                    DeviceId.random(),
                    newKey(),
                    "pc-Ü-日本",
                    "Windows 11",
                    "0.1",
                    work.devices().freeAddressIndex(),
                    now);
            work.devices().add(device);
            return device;
        });
    }

    final TunnelId openTunnel(Device device) {
        return database().write(work -> add(work, device));
    }

    final TunnelId add(UnitOfWork work, Device device) {
        Tunnel tunnel =
                new Tunnel(TunnelId.random(), device.id(), ADDRESS, ENDPOINT, Duration.ofMinutes(15), "ada", now);
        work.tunnels().add(tunnel);
        return tunnel.id();
    }

    static DeviceKey newKey() {
        try {
            return DeviceKey.of(
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
