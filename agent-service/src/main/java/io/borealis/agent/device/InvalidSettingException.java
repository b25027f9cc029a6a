package io.borealis.agent.device;

/** A setting of {@code agent.properties} that cannot be used. Names the setting, what is wrong and what would be right. */
public final class InvalidSettingException extends Exception {

    private final String setting;

    InvalidSettingException(String setting, String why) {
        super(setting + ": " + why);
        this.setting = setting;
    }

    /** The setting at fault; the name of the file when no single setting is. */
    public String setting() {
        return setting;
    }
}
