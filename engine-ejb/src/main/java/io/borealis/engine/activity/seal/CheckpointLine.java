package io.borealis.engine.activity.seal;

import io.borealis.protocol.activity.Checkpoint;

/** A checkpoint as reverse_tunnel.log has it: all of it, so that its signature can be checked without the database. */
final class CheckpointLine {
    private CheckpointLine() {}

    static String of(Checkpoint checkpoint) {
        StringBuilder line = new StringBuilder(400);
        line.append("activity_checkpoint number=")
                .append(checkpoint.number())
                .append(" sequence=")
                .append(checkpoint.sequence())
                .append(" hash=")
                .append(checkpoint.hash())
                .append(" key=")
                .append(checkpoint.keyId());
        checkpoint.publicKey().ifPresent(key -> line.append(" public_key=").append(key));
        checkpoint.keyBefore().ifPresent(key -> line.append(" key_before=").append(key));
        checkpoint.lost().ifPresent(lost -> line.append(" lost=\"").append(lost).append('"'));
        line.append(" signature=").append(checkpoint.signature());
        checkpoint.endorsement().ifPresent(made -> line.append(" endorsement=").append(made));
        return line.toString();
    }
}
