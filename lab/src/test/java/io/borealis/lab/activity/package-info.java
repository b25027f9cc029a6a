/** What happens, seen by those who look on. */
@NullMarked
package io.borealis.lab.activity;

import org.jspecify.annotations.NullMarked;
