/**
 * Counters as plain numbers that one event loop writes, and the collector that turns copies of them into Prometheus
 * families at scrape time. All names and labels stand in {@code AgentCollector}.
 */
@NullMarked
package io.realmgate.agent.metrics;

import org.jspecify.annotations.NullMarked;
