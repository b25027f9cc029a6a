/** Who may do what: operators, their sessions and roles, and which ports of a device may be reached. */
@NullMarked
package io.borealis.engine.access;

import org.jspecify.annotations.NullMarked;
