/** The operator's own tests of the rules: run, reported to people and to CI. */
@NullMarked
package io.realmgate.agent.cli.ruletest;

import org.jspecify.annotations.NullMarked;
