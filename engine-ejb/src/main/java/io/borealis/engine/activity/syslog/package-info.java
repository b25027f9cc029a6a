/** The lines of reverse_tunnel.log on their way to another machine. */
@NullMarked
package io.borealis.engine.activity.syslog;

import org.jspecify.annotations.NullMarked;
