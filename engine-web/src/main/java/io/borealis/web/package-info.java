/** What every part of the Engine's HTTP interface shares: JSON, problem documents, bounds, headers. No decision is made here. */
@NullMarked
package io.borealis.web;

import org.jspecify.annotations.NullMarked;
