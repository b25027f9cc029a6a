/** What is remembered about operators, their sessions, what they reach and the ports that they granted. */
@NullMarked
package io.borealis.persistence.access;

import org.jspecify.annotations.NullMarked;
