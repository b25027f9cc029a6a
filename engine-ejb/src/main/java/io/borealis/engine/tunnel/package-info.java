/**
 * The life of a tunnel: asked for, joined, used, idle, over. What that means for this host's drivers is in
 * {@code host}, which this package uses and which uses nothing of it.
 */
@NullMarked
package io.borealis.engine.tunnel;

import org.jspecify.annotations.NullMarked;
