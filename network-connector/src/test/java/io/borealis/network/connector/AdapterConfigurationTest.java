package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borealis.protocol.tunnel.TunnelNetwork;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdapterConfigurationTest {

    private static HostNetworkResourceAdapter adapter() {
        HostNetworkResourceAdapter adapter = new HostNetworkResourceAdapter();
        adapter.setHome(absolute("/srv/borealis").toString());
        return adapter;
    }

    /** On Windows with a drive. */
    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath();
    }

    @Test
    void needsNothingButAHome() throws Exception {
        AdapterConfiguration configuration = AdapterConfiguration.of(adapter().properties());
        assertThat(configuration.mode()).isEqualTo(NetworkMode.WINDOWS);
        assertThat(configuration.listenPort()).isEqualTo(30000);
        assertThat(configuration.network()).isEqualTo(TunnelNetwork.DEFAULT);
        assertThat(configuration.mtu()).isEqualTo(1420);
        assertThat(configuration.adapterName()).isEqualTo("Borealis Engine");
        assertThat(configuration.driverDirectory()).isEmpty();
        assertThat(configuration.keyFile())
                .isEqualTo(absolute("/srv/borealis/Engine/Certificates/VPN_Server/engine-wireguard.key"));
    }

    @Test
    void putsItsHomeBelowTheServersDirectoryUnlessTold() throws Exception {
        HostNetworkResourceAdapter adapter = new HostNetworkResourceAdapter();
        adapter.setServerDirectory(absolute("/opt/wildfly/standalone").toString());
        assertThat(AdapterConfiguration.of(adapter.properties()).keyFile())
                .startsWithRaw(absolute("/opt/wildfly/standalone/borealis/Engine"));
        adapter.setKeyFile(absolute("/etc/engine.key").toString());
        assertThat(AdapterConfiguration.of(adapter.properties()).keyFile()).isEqualTo(absolute("/etc/engine.key"));
    }

    @Test
    void takesALoopbackNetworkInMemory() throws Exception {
        HostNetworkResourceAdapter adapter = adapter();
        adapter.setMode("memory");
        assertThat(AdapterConfiguration.of(adapter.properties()).network())
                .isEqualTo(TunnelNetwork.parse("127.255.0.0/16"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode            | linux          | windows or memory      | borealis.network.mode",
                "mode            | ''             | windows or memory      | borealis.network.mode",
                "listenPort      | 0              | 1 to 65535             | borealis.network.listen-port",
                "listenPort      | 65536          | 1 to 65535             | borealis.network.listen-port",
                "listenPort      | 443            | never 443              | borealis.network.listen-port",
                "listenPort      | thirty         | 1 to 65535             | borealis.network.listen-port",
                "listenPort      | 99999999999    | 1 to 65535             | borealis.network.listen-port",
                "mtu             | 1279           | 1280 to 9000           | borealis.network.mtu",
                "mtu             | 9001           | 1280 to 9000           | borealis.network.mtu",
                "mtu             | -1420          | 1280 to 9000           | borealis.network.mtu",
                "network         | 10.255.0.0/30  | find room              | borealis.network.network",
                "network         | 8.8.0.0/16     | private                | borealis.network.network",
                "network         | 127.255.0.0/16 | private                | borealis.network.network",
                "network         | 10.255.0.1/16  | host bits              | borealis.network.network",
                "network         | everywhere     | prefix length          | borealis.network.network",
                "adapterName     | ' '            | 1 to 127 characters    | borealis.network.adapter-name",
                "keyFile         | engine.key     | absolute path          | borealis.network.key-file",
                "home            | borealis       | absolute path          | borealis.home",
                "driverDirectory | drivers        | absolute path          | borealis.network.driver-directory"
            })
    void refusesABadPropertyInOneSentenceThatNamesValueAndCure(
            String property, String value, String rule, String setting)
            throws ReflectiveOperationException, java.beans.IntrospectionException {
        HostNetworkResourceAdapter adapter = adapter();
        Beans.set(adapter, property, value);
        assertThatExceptionOfType(ResourceAdapterInternalException.class)
                .isThrownBy(() -> AdapterConfiguration.of(adapter.properties()))
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .startsWith(property + " is '" + value + "'")
                        .contains(rule)
                        .contains("set " + setting)
                        .doesNotContain("\n"));
    }

    @Test
    void refusesAPrivateNetworkInMemory() {
        HostNetworkResourceAdapter adapter = adapter();
        adapter.setMode("memory");
        adapter.setNetwork("10.255.0.0/16");
        assertThatExceptionOfType(ResourceAdapterInternalException.class)
                .isThrownBy(() -> AdapterConfiguration.of(adapter.properties()))
                .withMessageContaining("inside 127.0.0.0/8")
                .withMessageContaining("127.255.0.0/16");
    }
}
