package io.realmgate.routing.model;

/** What a rule is about, and what a message is: a request, or the answer to one. */
public enum Phase {
    REQUEST("request"),
    ANSWER("answer");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    /** The word in files. */
    public String word() {
        return word;
    }
}
