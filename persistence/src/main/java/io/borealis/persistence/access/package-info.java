/** What is remembered about operators, their sessions and the ports that they granted. */
@NullMarked
package io.borealis.persistence.access;

import org.jspecify.annotations.NullMarked;
