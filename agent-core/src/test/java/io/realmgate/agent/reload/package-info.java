@NullMarked
package io.realmgate.agent.reload;

import org.jspecify.annotations.NullMarked;
