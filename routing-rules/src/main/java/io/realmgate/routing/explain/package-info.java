/**
 * Questions that people ask: where would such a request go, and why. Not used for messages.
 */
@NullMarked
package io.realmgate.routing.explain;

import org.jspecify.annotations.NullMarked;
