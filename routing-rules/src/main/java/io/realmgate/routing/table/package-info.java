/**
 * Tables of subscribers and names that rules look things up in: millions of rows in arrays of primitives, immutable, asked
 * without allocation. Who reads their files is {@code parse}.
 */
@NullMarked
package io.realmgate.routing.table;

import org.jspecify.annotations.NullMarked;
