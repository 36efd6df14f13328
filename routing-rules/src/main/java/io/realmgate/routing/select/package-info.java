/**
 * Which of several candidates gets a request: pure functions of the candidates, of what is usable
 * now, and of a source of randomness that the caller owns.
 */
@NullMarked
package io.realmgate.routing.select;

import org.jspecify.annotations.NullMarked;
