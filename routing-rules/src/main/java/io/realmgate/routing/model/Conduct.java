package io.realmgate.routing.model;

import java.util.List;

/**
 * How a rule takes part, beside its action.
 *
 * @param mode whether it has any effect
 * @param tags labels that the requests it is for get, each once, in the order they are written
 */
public record Conduct(RuleMode mode, List<String> tags) {

    /** Of a rule that says nothing about it. */
    public static final Conduct USUAL = new Conduct(RuleMode.ENFORCE, List.of());

    public Conduct {
        tags = List.copyOf(tags);
    }
}
