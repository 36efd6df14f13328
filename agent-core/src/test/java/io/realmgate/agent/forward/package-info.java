@NullMarked
package io.realmgate.agent.forward;

import org.jspecify.annotations.NullMarked;
