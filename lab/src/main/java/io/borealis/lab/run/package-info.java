/** What every room of the lab stands on: a run and its lock, the leg, commands, waiting, what the build left. Knows no other room. */
@NullMarked
package io.borealis.lab.run;

import org.jspecify.annotations.NullMarked;
