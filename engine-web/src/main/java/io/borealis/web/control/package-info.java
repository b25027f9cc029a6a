/** The WebSocket on which agents keep their control channel. */
@NullMarked
package io.borealis.web.control;

import org.jspecify.annotations.NullMarked;
