/**
 * From the files that an operator edits to a set in force: read, parse, check, swap, and keep the last good one.
 */
@NullMarked
package io.realmgate.agent.reload;

import org.jspecify.annotations.NullMarked;
