/** What is remembered about devices, their sites and their enrollment. */
@NullMarked
package io.borealis.persistence.device;

import org.jspecify.annotations.NullMarked;
