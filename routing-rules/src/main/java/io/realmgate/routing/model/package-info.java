/**
 * What rule and peer files say, as immutable records: rules with their match and action, targets,
 * peers, groups, and the decision that a rule leads to. This room depends on none of the others.
 */
@NullMarked
package io.realmgate.routing.model;

import org.jspecify.annotations.NullMarked;
