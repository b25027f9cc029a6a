/** The network without packets, held to the contract of every host network. */
@NullMarked
package io.borealis.network.memory;

import org.jspecify.annotations.NullMarked;
