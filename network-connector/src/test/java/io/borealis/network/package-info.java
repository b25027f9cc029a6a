/** What every host network must do, written once as a test; each implementation runs it. */
@NullMarked
package io.borealis.network;

import org.jspecify.annotations.NullMarked;
