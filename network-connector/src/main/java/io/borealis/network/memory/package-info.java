/** A network without packets, for machines that grant no TUN device and for tests; it satisfies the same contract and says that it is simulated. */
@NullMarked
package io.borealis.network.memory;

import org.jspecify.annotations.NullMarked;
