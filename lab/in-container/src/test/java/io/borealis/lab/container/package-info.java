/** What only a real WildFly can show: activation, pooling, message delivery and redeployment of the resource adapter. */
@NullMarked
package io.borealis.lab.container;

import org.jspecify.annotations.NullMarked;
