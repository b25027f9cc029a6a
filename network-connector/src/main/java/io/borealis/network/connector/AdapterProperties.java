package io.borealis.network.connector;

/**
 * The adapter's properties as text, before they are judged: a container that converts them itself would refuse a bad
 * number with a sentence of its own.
 */
record AdapterProperties(
        String mode,
        String driverDirectory,
        String listenPort,
        String adapterName,
        String network,
        String mtu,
        String keyFile,
        String home,
        String serverDirectory) {}
