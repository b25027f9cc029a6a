/** How the real EAR is given to a managed server, alone or with tests inside. */
@NullMarked
package io.borealis.lab;

import org.jspecify.annotations.NullMarked;
