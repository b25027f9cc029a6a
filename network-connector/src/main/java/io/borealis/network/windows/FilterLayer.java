package io.borealis.network.windows;

/**
 * The WFP layers at which the product filters, spelled without the prefix {@code FWPM_LAYER_}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/fwp/management-filtering-layer-identifiers-">layers</a>
 */
enum FilterLayer {
    ALE_AUTH_CONNECT_V4("c38d57d1-05a7-4c33-904f-7fbceee60e82"),
    ALE_AUTH_CONNECT_V6("4a72393b-319f-44bc-84c3-ba54dcb3b6b4"),
    ALE_AUTH_RECV_ACCEPT_V4("e1cd9fe7-f4b5-4273-96c0-592e487b8650"),
    ALE_AUTH_RECV_ACCEPT_V6("a3b42c97-9f04-4672-b87e-cee9c483257f"),
    IPFORWARD_V4("a82acc24-4ee1-4ee1-b465-fd1d25cb10a4"),
    IPFORWARD_V6("7b964818-19c7-493a-b71f-832c3684d28c");

    private final Guid key;

    FilterLayer(String key) {
        this.key = Guid.of(key);
    }

    Guid key() {
        return key;
    }
}
