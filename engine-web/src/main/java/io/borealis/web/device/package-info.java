/** Devices and their enrollment over HTTP, for people and for agents. */
@NullMarked
package io.borealis.web.device;

import org.jspecify.annotations.NullMarked;
