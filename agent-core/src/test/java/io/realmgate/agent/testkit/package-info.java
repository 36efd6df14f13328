/** What the tests of several rooms share: messages written by hand, buffers with fences, an allocator that counts. */
@NullMarked
package io.realmgate.agent.testkit;

import org.jspecify.annotations.NullMarked;
