package io.borealis.persistence.device;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;

/** The views of the list of devices that a person saved, in his order. */
@Entity
@Table(name = "own_views")
public class OwnViews {
    @Id
    private String username;

    @Column(name = "list_version", nullable = false)
    private int listVersion;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "own_view", joinColumns = @JoinColumn(name = "username"))
    @OrderColumn(name = "place")
    private List<OwnView> views = new ArrayList<>();

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected OwnViews() {}

    public OwnViews(String username) {
        this.username = username;
    }

    public List<OwnView> views() {
        return List.copyOf(views);
    }

    /** Another number after each change. */
    public int listVersion() {
        return listVersion;
    }

    /** Makes these all of them; the same ones are no change. */
    public void replace(List<OwnView> wanted) {
        if (!views.equals(wanted)) {
            views.clear();
            views.addAll(wanted);
            listVersion++;
        }
    }
}
