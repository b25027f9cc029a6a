package io.borealis.network.windows;

/**
 * What a filter can look at, spelled without the prefix {@code FWPM_CONDITION_}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/fwp/filtering-condition-identifiers-">conditions</a>
 */
enum FilterField {
    IP_REMOTE_ADDRESS("b235ae9a-1d64-49b8-a44c-5ff3d9095045"),
    IP_REMOTE_PORT("c35a604d-d22b-4e1a-91b4-68f674ee674b"),
    IP_LOCAL_PORT("0c1ba1af-5765-453f-af22-a8f791ac775b"),
    IP_PROTOCOL("3971ef2b-623e-4f9a-8cb1-6e79b806b9a7"),
    /** The interface that owns the local address; while forwarding, the one by which the packet came. */
    IP_LOCAL_INTERFACE("4cd62a49-59c3-4969-b7f3-bda5d32890a4"),
    /** The interface by which a forwarded packet would leave. */
    IP_FORWARD_INTERFACE("1076b8a5-6323-4c5e-9810-e8d3fc9e6136"),
    IP_SOURCE_ADDRESS("ae96897e-2e94-4bc9-b313-b27ee80e574d"),
    IP_DESTINATION_ADDRESS("2d79133b-b390-45c6-8699-acaceaafed33"),
    FLAGS("632ce23b-5167-435c-86d7-e903684aa80c");

    private final Guid key;

    FilterField(String key) {
        this.key = Guid.of(key);
    }

    Guid key() {
        return key;
    }
}
