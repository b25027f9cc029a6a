/** What is remembered about tunnels and who shares them: the desired state, to which the host is made equal. */
@NullMarked
package io.borealis.persistence.tunnel;

import org.jspecify.annotations.NullMarked;
