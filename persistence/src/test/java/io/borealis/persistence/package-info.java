/** Real databases for tests, here and in engine-ejb, and what must hold on each of them. */
@NullMarked
package io.borealis.persistence;

import org.jspecify.annotations.NullMarked;
