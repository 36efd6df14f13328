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
 * @param opensSession whether its success opens a session that the client ends with an STR (RFC 6733 8.4)
 */
public record CommandDefinition(
        int code, String request, String answer, String longName, Set<Integer> applications, boolean opensSession) {

    public CommandDefinition {
        applications = Set.copyOf(applications);
    }

    /** The same command for these applications. */
    public CommandDefinition in(Set<Integer> others) {
        return new CommandDefinition(code, request, answer, longName, others, opensSession);
    }

    /** Whether the command can occur in the application. */
    public boolean isIn(int application) {
        return applications.isEmpty() || applications.contains(application);
    }
}
