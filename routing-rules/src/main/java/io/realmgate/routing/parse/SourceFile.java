package io.realmgate.routing.parse;

/**
 * A file that somebody else has read.
 *
 * @param name as diagnostics shall call it, such as {@code conf/rules/50-home.conf}
 * @param text its whole text
 */
public record SourceFile(String name, String text) {}
