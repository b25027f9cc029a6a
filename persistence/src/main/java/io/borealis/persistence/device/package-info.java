/** What is remembered about devices and their enrollment. */
@NullMarked
package io.borealis.persistence.device;

import org.jspecify.annotations.NullMarked;
