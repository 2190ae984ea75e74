/**
 * Windows through kernel32, ntdll and Winsock: calls, constants and structures under their own
 * names.
 *
 * <p>Start with {@link dev.ioserver.bindings.windows.WindowsBindings}, which says whether this
 * process can use the rest. Then
 *
 * <ul>
 *   <li>{@link dev.ioserver.bindings.windows.WindowsCalls} and {@link
 *       dev.ioserver.bindings.windows.WinsockCalls} make the calls, and {@link
 *       dev.ioserver.bindings.windows.DatagramCalls} those that {@link
 *       dev.ioserver.bindings.windows.Extension} may have to find first;
 *   <li>{@link dev.ioserver.bindings.windows.Afd}, {@link dev.ioserver.bindings.windows.Handles},
 *       {@link dev.ioserver.bindings.windows.NtStatus}, {@link
 *       dev.ioserver.bindings.windows.Sockets}, {@link dev.ioserver.bindings.windows.Datagrams} and
 *       {@link dev.ioserver.bindings.windows.WindowsErrors} hold the constants;
 *   <li>{@link dev.ioserver.bindings.windows.AfdPollInfo}, {@link
 *       dev.ioserver.bindings.windows.IoStatusBlock}, {@link
 *       dev.ioserver.bindings.windows.OverlappedEntry}, {@link
 *       dev.ioserver.bindings.windows.ObjectAttributes}, {@link
 *       dev.ioserver.bindings.windows.SockAddr}, {@link dev.ioserver.bindings.windows.WsaBuf},
 *       {@link dev.ioserver.bindings.windows.Linger}, {@link
 *       dev.ioserver.bindings.windows.TcpInitialRto}, {@link dev.ioserver.bindings.windows.WsaMsg},
 *       {@link dev.ioserver.bindings.windows.WsaCmsgHdr}, {@link
 *       dev.ioserver.bindings.windows.PacketInfo}, {@link
 *       dev.ioserver.bindings.windows.GroupRequest}, {@link dev.ioserver.bindings.windows.HostAddr}
 *       and {@link dev.ioserver.bindings.windows.WsaData} read and write the structures.
 * </ul>
 *
 * <p>No number is written down here but the GUIDs of {@link
 * dev.ioserver.bindings.windows.Extension}: sizes, offsets and constants come from the generated
 * package beneath this one, and a test compares that with what a C compiler says. A handle and a
 * socket are a {@code long}: numbers, behind which there is no memory to be read.
 *
 * <p>Memory belongs to the caller. A segment that is handed to a call must be native, and must stay
 * alive until the call returns; what is handed to an overlapped request, until its packet has come.
 * Nothing here allocates but {@link dev.ioserver.bindings.windows.WindowsCalls#newErrorSegment} and
 * {@link dev.ioserver.bindings.windows.ObjectAttributes#named}, and nothing keeps a reference.
 */
@NullMarked
package dev.ioserver.bindings.windows;

import org.jspecify.annotations.NullMarked;
