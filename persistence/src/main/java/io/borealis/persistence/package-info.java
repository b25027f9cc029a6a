/** What the Engine remembers, and how a piece of work touches it in one transaction. No decision and no network lives here. */
@NullMarked
package io.borealis.persistence;

import org.jspecify.annotations.NullMarked;
