/** What happened: one place that writes it, to the database and to reverse_tunnel.log. */
@NullMarked
package io.borealis.engine.activity;

import org.jspecify.annotations.NullMarked;
