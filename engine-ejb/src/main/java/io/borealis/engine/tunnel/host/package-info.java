/**
 * The host side of tunnels: peers and permits in the drivers, kept equal to what the rows desire, and given up when a
 * tunnel ends. Who may have a tunnel, and for how long, is decided one package above; nothing here knows of it.
 */
@NullMarked
package io.borealis.engine.tunnel.host;

import org.jspecify.annotations.NullMarked;
