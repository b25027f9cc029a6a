/**
 * What one person asks for and another decides: a device for a time, and wider ports. What is decided is made true by those
 * who own it, reach and ports; nothing here knows of HTTP or tunnels.
 */
@org.jspecify.annotations.NullMarked
package io.borealis.engine.access.request;
