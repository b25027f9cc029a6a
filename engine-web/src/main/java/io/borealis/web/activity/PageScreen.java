package io.borealis.web.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.borealis.engine.activity.live.EventScreen;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.activity.LiveWord;
import io.borealis.protocol.control.CloseReason;
import io.borealis.web.SocketClosing;
import jakarta.websocket.Session;
import java.util.Iterator;
import java.util.List;

/** A page that looks on at the far end of a WebSocket. One word is on its way at a time, and nothing waits for it. Thread-safe. */
final class PageScreen implements EventScreen {

    private static final ObjectWriter JSON = ProtocolJson.mapper().writerFor(LiveWord.class);

    private final Session session;

    PageScreen(Session session) {
        this.session = session;
    }

    @Override
    public void tell(List<LiveWord> words, Runnable taken) {
        tell(words.iterator(), taken);
    }

    private void tell(Iterator<LiveWord> words, Runnable taken) {
        if (!words.hasNext()) {
            taken.run();
        } else if (session.isOpen()) {
            session.getAsyncRemote().sendText(write(words.next()), sent -> {
                if (sent.isOK()) {
                    tell(words, taken);
                } else {
                    ended(CloseReason.FAILED, "the page takes no more");
                }
            });
        }
    }

    private static String write(LiveWord word) {
        try {
            return JSON.writeValueAsString(word);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every word of events can be written", impossible);
        }
    }

    @Override
    public void ended(CloseReason reason, String text) {
        SocketClosing.close(session, reason, text);
    }
}
