/** The Engine's keys, and what is signed with them. */
@NullMarked
package io.borealis.engine.token;

import org.jspecify.annotations.NullMarked;
