/** JMH benchmarks of the message path; see docs/performance.md for the figures. Not run by the tests. */
@NullMarked
package io.realmgate.agent.benchmark;

import org.jspecify.annotations.NullMarked;
