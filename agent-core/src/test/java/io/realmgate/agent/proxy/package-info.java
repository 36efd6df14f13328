/** Tests of the edits of a proxy. */
@NullMarked
package io.realmgate.agent.proxy;

import org.jspecify.annotations.NullMarked;
