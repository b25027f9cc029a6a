/** Checks an export of the activity with nothing but the export and a public key: no server, no database, no network. */
@NullMarked
package io.borealis.verify;

import org.jspecify.annotations.NullMarked;
