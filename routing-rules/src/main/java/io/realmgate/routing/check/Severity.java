package io.realmgate.routing.check;

/** How bad a finding is. */
public enum Severity {
    /** The files cannot be used. */
    ERROR,
    /** The files can be used, but may not do what was meant. */
    WARNING
}
