package dev.ioserver.posix;

/**
 * What a system supplies to the code that it shares with others.
 *
 * @param calls its socket calls, with its numbers
 * @param structs its structures
 * @param codes what its errno means
 */
public record PosixSystem(PosixCalls calls, PosixStructs structs, PosixErrorCodes codes) {}
