/**
 * Rule and peer files in, model out: strict HOCON whose values remember file and line, and whose
 * mistakes are all reported in one go. {@code RuleSetCompiler} is the entrance.
 */
@NullMarked
package io.realmgate.routing.parse;

import org.jspecify.annotations.NullMarked;
