package io.borealis.persistence.activity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The end of the chain, of which there is one. Whoever locks it is the one who seals. */
@Entity
@Table(name = "activity_chain")
public class ChainHead {
    static final int ONLY = 1;

    @Id
    private int id;

    @Column(nullable = false)
    private long sequence;

    @Column(nullable = false)
    private String hash;

    @SuppressWarnings("NullAway.Init")
    protected ChainHead() {}

    /** Of the row that was sealed last; 0 before there is one. */
    public long sequence() {
        return sequence;
    }

    /** Of the row that was sealed last, in hexadecimal. */
    public String hash() {
        return hash;
    }

    void moveTo(Seal last) {
        this.sequence = last.sequence();
        this.hash = last.hash();
    }
}
