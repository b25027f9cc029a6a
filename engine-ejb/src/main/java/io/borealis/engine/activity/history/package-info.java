/** What happened before, read by those who may: in pages, or exported as a whole. Nothing here writes but the row of an export. */
@NullMarked
package io.borealis.engine.activity.history;

import org.jspecify.annotations.NullMarked;
