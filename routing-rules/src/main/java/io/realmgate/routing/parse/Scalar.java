package io.realmgate.routing.parse;

import com.typesafe.config.ConfigValue;

/**
 * A text or a number of a file.
 *
 * @param origin knows its line
 * @param text as it is written, without quotes
 */
record Scalar(ConfigValue origin, String text) {}
