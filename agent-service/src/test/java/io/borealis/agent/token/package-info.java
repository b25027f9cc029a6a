/** What a RaiseTunnel must agree with. */
@NullMarked
package io.borealis.agent.token;

import org.jspecify.annotations.NullMarked;
