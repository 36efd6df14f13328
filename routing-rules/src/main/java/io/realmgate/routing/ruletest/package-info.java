/** What operators expect of their rules, as it is written in test files. */
@NullMarked
package io.realmgate.routing.ruletest;

import org.jspecify.annotations.NullMarked;
