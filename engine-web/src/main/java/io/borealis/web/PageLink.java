package io.borealis.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where the next page of a list is (RFC 8288): the answer itself stays a plain list. */
public final class PageLink {

    private PageLink() {}

    /**
     * The value of the header {@code Link}.
     *
     * @param path of the list
     * @param after the key of the last item of this page
     * @param others further parameters, all of them safe in a query
     */
    public static String next(String path, Object after, int limit, Map<String, String> others) {
        var query = new TreeMap<>(others);
        query.put("after", after.toString());
        query.put("limit", Integer.toString(limit));
        return "<" + path + "?"
                + query.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&"))
                + ">; rel=\"next\"";
    }
}
