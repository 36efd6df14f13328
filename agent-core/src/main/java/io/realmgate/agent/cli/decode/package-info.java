/**
 * Messages as text for people: hex or a capture file in, names and values from the dictionary out. Sees {@code codec} and
 * the dictionary only; nothing on the way of a message uses it.
 */
@NullMarked
package io.realmgate.agent.cli.decode;

import org.jspecify.annotations.NullMarked;
