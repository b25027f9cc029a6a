package io.borealis.network.connector;

import jakarta.resource.spi.ManagedConnectionMetaData;

/** What a container may show about a connection. */
record HostNetworkMetaData(String mode) implements ManagedConnectionMetaData {

    @Override
    public String getEISProductName() {
        return "Borealis host network (" + mode + ")";
    }

    @Override
    public String getEISProductVersion() {
        return "1";
    }

    /** 0: no limit is known. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    /** Empty: nobody signs on. */
    @Override
    public String getUserName() {
        return "";
    }
}
