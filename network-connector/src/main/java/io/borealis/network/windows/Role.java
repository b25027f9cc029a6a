package io.borealis.network.windows;

/**
 * Which end of the tunnels this process is. The GUIDs never change: a fresh interface GUID at each start would make
 * Windows invent a new network profile each time, and ours are how we tell our leftovers from other products' property.
 */
enum Role {
    ENGINE(
            "Borealis Engine",
            "6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a01",
            "6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a02",
            "6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a03"),
    AGENT(
            "Borealis Agent",
            "6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b01",
            "6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b02",
            "6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b03");

    private final String displayName;
    private final Guid adapter;
    private final Guid provider;
    private final Guid subLayer;

    Role(String displayName, String adapter, String provider, String subLayer) {
        this.displayName = displayName;
        this.adapter = Guid.of(adapter);
        this.provider = Guid.of(provider);
        this.subLayer = Guid.of(subLayer);
    }

    /** What administrators read beside the filters. */
    String displayName() {
        return displayName;
    }

    /** The interface GUID of the one adapter of this role. */
    Guid adapter() {
        return adapter;
    }

    Guid provider() {
        return provider;
    }

    Guid subLayer() {
        return subLayer;
    }
}
