package io.borealis.persistence.activity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Says of a row that it waits for its seal; gone once it has it. */
@Entity
@Table(name = "activity_unsealed")
public class UnsealedRow {
    @Id
    @Column(name = "activity_id")
    private long activityId;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @SuppressWarnings("NullAway.Init")
    protected UnsealedRow() {}

    UnsealedRow(Activity row) {
        this.activityId = row.id();
        this.at = row.at();
    }

    public long activityId() {
        return activityId;
    }

    public Instant at() {
        return at;
    }
}
