package io.realmgate.routing.dictionary;

import org.jspecify.annotations.Nullable;

/**
 * Where an application keeps something about the subscriber, as the data file has it.
 *
 * @param key of the match of a rule, such as {@code imsi}
 * @param application Application-ID, or null for every application
 * @param path names of AVPs from the top level down
 * @param encoding how the value stands in the AVP
 */
public record SubscriberPlace(String key, @Nullable Integer application, String path, String encoding) {}
