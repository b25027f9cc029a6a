/** The resource adapter with the container's side played by small classes; the real container is the in-container test's. */
@NullMarked
package io.borealis.network.connector;

import org.jspecify.annotations.NullMarked;
