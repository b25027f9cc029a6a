package io.borealis.engine.device;

import java.util.UUID;

/** What became of an administrator's wish about a site. */
public sealed interface SiteResult {
    /** As the site is now, or was when it was removed. */
    record Done(SiteView site) implements SiteResult {}

    record UnknownSite(UUID siteId) implements SiteResult {}

    /** Another site is called the same. */
    record NameTaken(String name) implements SiteResult {}

    /** The site that always exists keeps its name and stays. */
    record DefaultSite() implements SiteResult {}

    /** It would allow more, and the administrator proved his second factor too long ago. */
    record StepUpRequired() implements SiteResult {}

    /** What belongs to it goes elsewhere first. */
    record InUse(long devices, long codes) implements SiteResult {}

    record TooMany(int most) implements SiteResult {}
}
