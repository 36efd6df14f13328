@NullMarked
package io.realmgate.agent.load;

import org.jspecify.annotations.NullMarked;
