/**
 * The company's identity provider: reading its documents, checking what it signs, and turning it into ordinary operator
 * sessions. Uses what operators sign in to; nothing there knows of it.
 */
@org.jspecify.annotations.NullMarked
package io.borealis.engine.access.issuer;
