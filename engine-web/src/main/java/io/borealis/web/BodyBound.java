package io.borealis.web;

import io.borealis.protocol.ProtocolJson;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets no body pass that is larger than the bound: by its announced length at once, otherwise while it is read. */
@Provider
@PreMatching
public final class BodyBound implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > ProtocolJson.MAX_DOCUMENT_BYTES) {
            request.abortWith(JsonProblems.tooLarge().toResponse());
            return;
        }
        request.setEntityStream(new Bounded(request.getEntityStream()));
    }

    private static final class Bounded extends FilterInputStream {

        private int left = ProtocolJson.MAX_DOCUMENT_BYTES;

        Bounded(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new BodyTooLargeException();
            }
        }
    }
}
