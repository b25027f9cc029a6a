/** What is measured, and the bare tunnel that it is compared with. Nothing depends on it. */
@NullMarked
package io.borealis.lab.bench;

import org.jspecify.annotations.NullMarked;
