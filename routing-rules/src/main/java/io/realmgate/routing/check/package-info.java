/**
 * What is wrong or doubtful about a rule set: diagnostics with a place and a hint, and the lints
 * that look at rules and peers as a whole, one class each. Mistakes inside one value are found
 * where the value is read, in {@code parse}.
 */
@NullMarked
package io.realmgate.routing.check;

import org.jspecify.annotations.NullMarked;
