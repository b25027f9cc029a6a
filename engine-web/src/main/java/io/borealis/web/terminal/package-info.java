/** The terminal's ticket over HTTP and its WebSocket. */
@NullMarked
package io.borealis.web.terminal;

import org.jspecify.annotations.NullMarked;
