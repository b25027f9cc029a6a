/** The Engine's keys as administrators see and rotate them; never a key itself. */
@NullMarked
package io.borealis.web.token;

import org.jspecify.annotations.NullMarked;
