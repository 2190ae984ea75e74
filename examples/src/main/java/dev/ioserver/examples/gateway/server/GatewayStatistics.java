package dev.ioserver.examples.gateway.server;

/**
 * What a gateway has counted since it was started. A snapshot; numbers of the running moment may be
 * missing.
 *
 * @param connections connections open now, logged in or not
 * @param sessions users logged in now
 * @param logins logins accepted
 * @param failures sessions that ended because of the client: bad packets, wrong credentials,
 *     silence, not reading
 * @param orders new orders received
 * @param cancels cancels received
 * @param replaces replacements received
 * @param accepted orders accepted
 * @param executed executions reported; each match is reported twice, to both sides
 * @param canceled cancellations reported
 * @param replaced replacements accepted
 * @param rejected orders and replacements rejected
 * @param messagesOut sequenced messages to clients, system events included
 */
public record GatewayStatistics(
    long connections,
    long sessions,
    long logins,
    long failures,
    long orders,
    long cancels,
    long replaces,
    long accepted,
    long executed,
    long canceled,
    long replaced,
    long rejected,
    long messagesOut) {}
