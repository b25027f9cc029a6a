/** The trial of the installer on machines of the lab. Nothing depends on it. */
@NullMarked
package io.borealis.lab.installation;

import org.jspecify.annotations.NullMarked;
