/** Agents on hosts of the lab: in the foreground, or installed as their users install them. */
@NullMarked
package io.borealis.lab.agent;

import org.jspecify.annotations.NullMarked;
