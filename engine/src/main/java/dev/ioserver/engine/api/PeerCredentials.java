package dev.ioserver.engine.api;

/**
 * Who is at the other end of a Unix socket: what {@link IoSocketOptions#SO_PEERCRED} gives. The
 * system noted it when the peer connected, or when the listener began to listen. It does not follow
 * what the process becomes later, and the number of a process that has ended may come again.
 *
 * @param pid the process, as {@link ProcessHandle#of(long)} takes it; 0 if the system does not
 *     tell, or if the process is in a namespace that this one does not see
 * @param uid the effective user
 * @param gid the effective group
 */
public record PeerCredentials(long pid, long uid, long gid) {}
