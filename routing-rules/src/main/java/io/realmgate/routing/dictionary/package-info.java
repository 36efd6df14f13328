/**
 * Names and codes of Diameter applications, commands, AVPs and result codes. The entries are data
 * files beside this package; a relay needs none of them to forward a message, people need them to
 * write rules and to read what went by.
 */
@NullMarked
package io.realmgate.routing.dictionary;

import org.jspecify.annotations.NullMarked;
