/** The real EAR on a managed server: from inside, and over HTTP. */
@NullMarked
package io.borealis.lab.tunnel;

import org.jspecify.annotations.NullMarked;
