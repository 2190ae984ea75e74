package dev.ioserver.posix;

/**
 * What a system supplies to the code that it shares with others.
 *
 * @param calls the socket calls, with what this system can tell them
 * @param codes what its errno means
 */
public record PosixSystem(SocketCalls calls, PosixErrorCodes codes) {}
