package io.borealis.network.windows;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The exports of {@code wireguard.dll} that the product uses, spelled as in {@code wireguard.h}. A call that fails
 * leaves its reason in the thread's last error; a call that succeeds does not touch it.
 *
 * @see <a href="https://git.zx2c4.com/wireguard-nt/about/">WireGuardNT</a>
 */
interface WireGuardLibrary extends Library {

    String NAME = "wireguard";

    int WIREGUARD_INTERFACE_HAS_PRIVATE_KEY = 0x2;
    int WIREGUARD_INTERFACE_HAS_LISTEN_PORT = 0x4;
    int WIREGUARD_INTERFACE_REPLACE_PEERS = 0x8;

    int WIREGUARD_PEER_HAS_PUBLIC_KEY = 0x1;
    int WIREGUARD_PEER_HAS_PRESHARED_KEY = 0x2;
    int WIREGUARD_PEER_HAS_PERSISTENT_KEEPALIVE = 0x4;
    int WIREGUARD_PEER_HAS_ENDPOINT = 0x8;
    int WIREGUARD_PEER_REPLACE_ALLOWED_IPS = 0x20;
    int WIREGUARD_PEER_REMOVE = 0x40;

    int WIREGUARD_ADAPTER_LOG_ON = 1;

    int WIREGUARD_ADAPTER_STATE_DOWN = 0;
    int WIREGUARD_ADAPTER_STATE_UP = 1;

    int WIREGUARD_LOG_INFO = 0;
    int WIREGUARD_LOG_WARN = 1;
    int WIREGUARD_LOG_ERR = 2;

    /** Called by the driver library from threads of its own, several at a time. */
    interface WIREGUARD_LOGGER_CALLBACK extends Callback {
        void invoke(int level, long timestamp, Pointer message);
    }

    @Nullable
    Pointer WireGuardCreateAdapter(Pointer name, Pointer tunnelType, Pointer requestedGuid);

    @Nullable
    Pointer WireGuardOpenAdapter(Pointer name);

    void WireGuardCloseAdapter(Pointer adapter);

    void WireGuardGetAdapterLUID(Pointer adapter, Pointer luid);

    int WireGuardGetRunningDriverVersion();

    void WireGuardSetLogger(@Nullable WIREGUARD_LOGGER_CALLBACK logger);

    boolean WireGuardSetAdapterLogging(Pointer adapter, int logState);

    boolean WireGuardGetAdapterState(Pointer adapter, Pointer state);

    boolean WireGuardSetAdapterState(Pointer adapter, int state);

    boolean WireGuardSetConfiguration(Pointer adapter, Pointer configuration, int bytes);

    boolean WireGuardGetConfiguration(Pointer adapter, Pointer configuration, Pointer bytes);
}
