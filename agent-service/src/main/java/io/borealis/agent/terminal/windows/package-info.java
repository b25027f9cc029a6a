/**
 * What Windows has for shells: job objects and its build number, called through jna-platform, since this runs on Windows
 * alone. The ones who choose it are {@code PtyShell} and {@code WindowsBuild}.
 */
@NullMarked
package io.borealis.agent.terminal.windows;

import org.jspecify.annotations.NullMarked;
