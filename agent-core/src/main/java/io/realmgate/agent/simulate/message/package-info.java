/**
 * What the simulator says: the contents of the requests and answers of each application, one file an application, and
 * nothing about connections. Test numbers and example names only (PLMN 001-01, RFC 2606 names, RFC 5737 addresses).
 */
@NullMarked
package io.realmgate.agent.simulate.message;

import org.jspecify.annotations.NullMarked;
