/**
 * Messages as text for people and back: hex or a capture file in, names and values from the dictionary out; requests
 * written from fields; what becomes of a message, as text and as JSON. Sees {@code codec} and routing-rules only; nothing
 * on the way of a message uses it.
 */
@NullMarked
package io.realmgate.agent.decode;

import org.jspecify.annotations.NullMarked;
