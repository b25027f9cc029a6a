/** Queries that are put together from what somebody asks for. */
@NullMarked
package io.borealis.persistence.jpql;

import org.jspecify.annotations.NullMarked;
