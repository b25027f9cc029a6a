/** The Jakarta Connectors adapter through which the Engine uses its host's network: outbound connections to call, inbound events about peers. */
@NullMarked
package io.borealis.network.connector;

import org.jspecify.annotations.NullMarked;
