package io.borealis.web;

import io.borealis.engine.Page;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the next page of a list is (RFC 8288): the answer itself stays a plain list. The link is relative to the list's own
 * address, so that it leads there through a proxy that has the Engine under another path as well.
 */
public final class PageLink {

    private PageLink() {}

    /**
     * The page as a plain list, with the header {@code Link} while there is a next one.
     *
     * @param key of an item, after which the next page begins
     * @param others further parameters, all of them safe in a query
     */
    public static <T> Response answer(Page<T> page, Function<T, Object> key, int limit, Map<String, String> others) {
        Response.ResponseBuilder answer = Response.ok(page.items());
        if (page.more()) {
            T last = page.items().get(page.items().size() - 1);
            answer.header(HttpHeaders.LINK, next(key.apply(last), limit, others));
        }
        return answer.build();
    }

    private static String next(Object after, int limit, Map<String, String> others) {
        var query = new TreeMap<>(others);
        query.put("after", encoded(after.toString()));
        query.put("limit", Integer.toString(limit));
        return "<?"
                + query.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&"))
                + ">; rel=\"next\"";
    }

    /** The text as it stands in a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
