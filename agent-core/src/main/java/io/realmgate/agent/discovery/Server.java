package io.realmgate.agent.discovery;

/**
 * A server that DNS names.
 *
 * @param identity its name in lower case, which its capabilities exchange has to confirm
 * @param address to connect to, an IP address
 * @param rank 0 for those to prefer
 * @param weight 1 to 65535: its share among those of equal rank
 */
public record Server(String identity, String address, int port, int rank, int weight) {}
