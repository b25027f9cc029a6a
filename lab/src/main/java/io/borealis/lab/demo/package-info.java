/** The demonstration, and the main job that it shows. Nobody but the benchmarks depends on it. */
@NullMarked
package io.borealis.lab.demo;

import org.jspecify.annotations.NullMarked;
