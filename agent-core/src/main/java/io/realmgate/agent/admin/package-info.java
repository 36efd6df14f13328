/**
 * The admin HTTP server: one {@code *Resource} for each noun, problems as {@code application/problem+json}. On an event
 * loop of its own, so that nothing asked here is felt by traffic.
 */
@NullMarked
package io.realmgate.agent.admin;

import org.jspecify.annotations.NullMarked;
