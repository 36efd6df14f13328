@NullMarked
package io.realmgate.agent.conformance;

import org.jspecify.annotations.NullMarked;
