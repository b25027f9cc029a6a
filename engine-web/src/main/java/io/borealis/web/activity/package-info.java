/** What happens, as pages hear of it. */
@NullMarked
package io.borealis.web.activity;

import org.jspecify.annotations.NullMarked;
