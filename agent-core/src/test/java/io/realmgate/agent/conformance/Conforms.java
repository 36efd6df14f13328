package io.realmgate.agent.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a test, or of all tests of a class, which demands of the RFCs it shows: identifiers of
 * {@code conformance.tsv}. {@link ConformanceTest} collects them into docs/conformance.md.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Conforms {
    String[] value();
}
