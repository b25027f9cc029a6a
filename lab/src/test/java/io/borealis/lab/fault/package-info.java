/** What happens when something breaks: each fault tried on real Engines and agents, each with the same questions after it. */
@NullMarked
package io.borealis.lab.fault;

import org.jspecify.annotations.NullMarked;
