/** The machines of a lab: hosts, their cables, processes, captures and views, and the removal of all of it. Knows nothing of the product. */
@NullMarked
package io.borealis.lab.host;

import org.jspecify.annotations.NullMarked;
