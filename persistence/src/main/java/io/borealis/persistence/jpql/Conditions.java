package io.borealis.persistence.jpql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A query to whose rows all of some conditions apply; what is compared is never part of its text. Not thread-safe. */
public final class Conditions {
    private final StringBuilder text;
    private final Map<String, Object> values = new HashMap<>();

    /** @param select the query up to and with its first condition */
    public Conditions(String select) {
        this.text = new StringBuilder(select);
    }

    public Conditions and(String condition) {
        text.append(" and ").append(condition);
        return this;
    }

    /** @param condition in which the value is called {@code :name} */
    public Conditions and(String condition, String name, Object value) {
        return and(condition).with(name, value);
    }

    /** One more value that a condition names. */
    public Conditions with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** For {@code lower(...) like :name escape '!'}: what contains the text as it stands, in whatever case. */
    public static String containing(String part) {
        return "%" + part.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }

    /** At most so many rows, in this order. */
    public <T> List<T> read(EntityManager entities, Class<T> type, String order, int most) {
        return read(entities.createQuery(text + " order by " + order, type), most);
    }

    /** The same where the whole query is another text, in which these values are named. */
    public List<Object[]> read(EntityManager entities, String query, int most) {
        return read(entities.createQuery(query, Object[].class), most);
    }

    private <T> List<T> read(TypedQuery<T> query, int most) {
        values.forEach(query::setParameter);
        return query.setMaxResults(most).getResultList();
    }
}
