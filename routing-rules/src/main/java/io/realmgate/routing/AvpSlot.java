package io.realmgate.routing;

import io.realmgate.routing.model.AvpPath;

/**
 * An AVP that rules of one table ask for. Its number lets whoever reads messages keep what was found, so that each AVP is
 * looked for once, however many rules ask.
 *
 * @param number counted from 0 in its table
 */
public record AvpSlot(int number, AvpPath path) {}
