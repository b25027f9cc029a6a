/** What happens, told to those who look on as far as they reach it. */
@NullMarked
package io.borealis.engine.activity.live;

import org.jspecify.annotations.NullMarked;
