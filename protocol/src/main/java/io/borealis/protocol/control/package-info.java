/** What Engine and Agent say to each other on the control channel, and the one codec that reads and writes it. */
@NullMarked
package io.borealis.protocol.control;

import org.jspecify.annotations.NullMarked;
