package io.borealis.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.ProtocolJson;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Makes the product's one reading of JSON the one of every resource. */
@Provider
public final class JsonMappers implements ContextResolver<ObjectMapper> {

    static final ObjectMapper MAPPER = ProtocolJson.mapper();

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return MAPPER;
    }
}
