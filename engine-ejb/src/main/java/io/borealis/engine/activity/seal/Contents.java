package io.borealis.engine.activity.seal;

import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.activity.RowContent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;

/** What of a row is sealed: all of it. */
public final class Contents {
    private Contents() {}

    public static RowContent of(Activity row) {
        return new RowContent(
                row.id(),
                row.at(),
                row.event(),
                row.device().map(DeviceId::toString),
                row.tunnel().map(TunnelId::toString),
                row.username(),
                row.remoteAddress(),
                row.detail());
    }
}
