/**
 * What auditors ask of tunnels and people over a time, put together from rows that were written for something else. Nothing
 * here writes but the row of an export.
 */
@NullMarked
package io.borealis.engine.activity.report;

import org.jspecify.annotations.NullMarked;
