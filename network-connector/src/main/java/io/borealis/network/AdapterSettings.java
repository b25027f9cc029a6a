package io.borealis.network;

/**
 * How an agent's adapter is made.
 *
 * @param adapterName alias shown in Windows' network connections
 */
public record AdapterSettings(String adapterName) {

    /** The adapter of an agent that was not told another name. */
    public static final AdapterSettings DEFAULT = new AdapterSettings("Borealis Agent");

    public AdapterSettings {
        ListenerSettings.requireName(adapterName);
    }
}
