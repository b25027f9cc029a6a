package io.borealis.web.control;

/** The text of one message while its parts arrive; never more of it than a message may have. Not thread-safe. */
final class MessageText {

    private final StringBuilder text = new StringBuilder();
    private final int mostChars;

    MessageText(int mostChars) {
        this.mostChars = mostChars;
    }

    /** False when the message became longer than it may be; what was kept of it is forgotten. */
    boolean add(String part) {
        if (text.length() + part.length() > mostChars) {
            text.setLength(0);
            text.trimToSize();
            return false;
        }
        text.append(part);
        return true;
    }

    /** The whole message; the next one begins. */
    String take() {
        String whole = text.toString();
        text.setLength(0);
        return whole;
    }
}
