/** What is remembered about what happened. Rows are added, never changed. */
@NullMarked
package io.borealis.persistence.activity;

import org.jspecify.annotations.NullMarked;
