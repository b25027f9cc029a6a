package io.borealis.engine.access;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What may be written on devices as tags. A tag gives rights, so no two that look alike may differ: small letters of ASCII,
 * digits, and between them points, lines and underscores.
 */
public final class DeviceTags {
    /** No device has more. */
    public static final int MOST = 16;

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");

    private DeviceTags() {}

    /** Each once, sorted. @throws MalformedValueException when one is no tag, or there are more than may be */
    public static Set<String> of(Collection<String> texts, int most) {
        Set<String> tags = new TreeSet<>();
        for (String text : texts) {
            if (text == null || !FORM.matcher(text).matches()) {
                throw new MalformedValueException(
                        Kind.DEVICE_TAG,
                        "a tag has 1 to 64 characters: a-z and 0-9, and between them . _ and -, as in pos-north");
            }
            tags.add(text);
        }
        if (tags.size() > most) {
            throw new MalformedValueException(Kind.DEVICE_TAG, "at most " + most + " tags, not " + tags.size());
        }
        return tags;
    }
}
