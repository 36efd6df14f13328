package io.realmgate.routing.dictionary;

import java.util.Set;

/**
 * What is known about a command.
 *
 * @param code command code, 24 bits
 * @param request short name of the request, such as {@code ULR}
 * @param answer short name of the answer, such as {@code ULA}
 * @param longName name without Request or Answer, such as {@code Update-Location}
 * @param applications Application-IDs it is defined for; empty if any application may use it
 */
public record CommandDefinition(int code, String request, String answer, String longName, Set<Integer> applications) {

    public CommandDefinition {
        applications = Set.copyOf(applications);
    }

    /** Whether the command can occur in the application. */
    public boolean isIn(int application) {
        return applications.isEmpty() || applications.contains(application);
    }
}
