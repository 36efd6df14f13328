/**
 * The match part of rules as flat predicates: names are bytes with precomputed hashes, so that
 * asking them allocates nothing. Sees the model and the facts, knows nothing of files.
 */
@NullMarked
package io.realmgate.routing.match;

import org.jspecify.annotations.NullMarked;
