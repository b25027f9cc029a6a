package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator reads the step, the code, the cause and the cure. */
final class KnownCodesTest {

    @ParameterizedTest
    @CsvSource({
        "CREATE_ADAPTER, 5, not elevated",
        "CREATE_ADAPTER, 2, Borealis.ps1 -Verify",
        "CREATE_ADAPTER, 577, signature",
        "WAIT_FOR_IP_INTERFACE, 1168, IP interface in time",
        "ADD_ADDRESS, 1168, restart the service",
        "ADD_ADDRESS, 5010, another adapter of this host",
        "OPEN_FILTER_ENGINE, 1722, Windows service BFE",
        "OPEN_FILTER_ENGINE, 1753, Windows service BFE",
        "ADD_ROUTE, 12345, Windows refused"
    })
    void namesCauseAndCure(Step step, int code, String words) {
        assertThat(KnownCodes.failure(step, code, "what it was about"))
                .hasMessageContaining(step.name())
                .hasMessageContaining(" " + code + ":")
                .hasMessageContaining("what it was about")
                .hasMessageContaining(words);
    }

    @Test
    void spellsFilteringCodesAsMicrosoftLists() {
        assertThat(KnownCodes.failure(Step.ADD_FILTERS, Win32.FWP_E_TIMEOUT, ""))
                .hasMessageContaining("0x80320012")
                .hasMessageContaining("lock of the Windows Filtering Platform");
        assertThat(KnownCodes.spell(5010)).isEqualTo("5010");
    }

    @Test
    void namesThePortAndWhereToLook() {
        for (int code : new int[] {Win32.WSAEADDRINUSE, Win32.WSAEACCES, Win32.ERROR_ACCESS_DENIED}) {
            HostNetworkException clash = PortClash.failure(code, 30000);
            assertThat(clash.step()).isEqualTo(Step.BRING_UP);
            assertThat(clash)
                    .hasMessageContaining("UDP port 30000")
                    .hasMessageContaining("netsh int ipv4 show excludedportrange protocol=udp");
        }
    }
}
