package dev.ioserver.bindings.posix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.GroupLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of structures is what was generated, on each system and seen from any. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: long has 32 bits there")
class StructuresTest {

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void times(String osName) {
    GroupLayout time = layout(osName, "timespec");
    assertEquals(time.byteSize(), TimeSpec.LAYOUT.byteSize());
    assertEquals(time.byteAlignment(), TimeSpec.LAYOUT.byteAlignment());
    assertEquals(offset(time, "tv_sec"), TimeSpec.SECONDS);
    assertEquals(offset(time, "tv_nsec"), TimeSpec.NANOS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void lingering(String osName) {
    GroupLayout linger = layout(osName, "linger");
    assertEquals(linger.byteSize(), Linger.LAYOUT.byteSize());
    assertEquals(linger.byteAlignment(), Linger.LAYOUT.byteAlignment());
    assertEquals(offset(linger, "l_onoff"), Linger.ENABLED);
    assertEquals(offset(linger, "l_linger"), Linger.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void piecesOfMemory(String osName) {
    GroupLayout piece = layout(osName, "iovec");
    assertEquals(piece.byteSize(), IoVec.LAYOUT.byteSize());
    assertEquals(piece.byteSize(), IoVec.SIZE);
    assertEquals(piece.byteAlignment(), IoVec.LAYOUT.byteAlignment());
    assertEquals(offset(piece, "iov_base"), IoVec.BASE);
    assertEquals(offset(piece, "iov_len"), IoVec.LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void messages(String osName) {
    GroupLayout message = layout(osName, "msghdr");
    assertTrue(message.byteSize() <= MsgHdr.LAYOUT.byteSize());
    assertEquals(message.byteAlignment(), MsgHdr.LAYOUT.byteAlignment());
    assertEquals(offset(message, "msg_name"), MsgHdr.NAME);
    assertEquals(offset(message, "msg_namelen"), MsgHdr.NAME_LENGTH);
    assertEquals(offset(message, "msg_iov"), MsgHdr.VECTORS);
    assertEquals(offset(message, "msg_iovlen"), MsgHdr.VECTOR_COUNT);
    assertEquals(offset(message, "msg_control"), MsgHdr.CONTROL);
    assertEquals(offset(message, "msg_controllen"), MsgHdr.CONTROL_LENGTH);
    if (isHere(osName)) {
      assertEquals(offset(message, "msg_flags"), MsgHdr.FLAGS);
    }
  }

  /** What differs between the systems, on the system that runs this. */
  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void controlMessages(String osName) {
    GroupLayout control = layout(osName, "cmsghdr");
    PosixNumbers table = PosixNumbers.of(osName);
    assertNotNull(table, osName);
    assertEquals(osName.equals("Mac OS X") ? 4 : 8, table.controlAlignment());
    if (isHere(osName)) {
      assertEquals(offset(control, "cmsg_len"), CmsgHdr.LENGTH);
      assertEquals(offset(control, "cmsg_level"), CmsgHdr.LEVEL);
      assertEquals(offset(control, "cmsg_type"), CmsgHdr.TYPE);
      int alignment = table.controlAlignment();
      long data = (control.byteSize() + alignment - 1) / alignment * alignment;
      assertEquals(data, CmsgHdr.data(0));
      assertEquals(data + alignment, CmsgHdr.space(1));
    }
  }

  /**
   * Not of macOS: what jextract makes of structures that are packed like these cannot be loaded.
   */
  @ParameterizedTest
  @ValueSource(strings = {"Linux", "FreeBSD"})
  void requestsForGroups(String osName) {
    GroupLayout group = layout(osName, "group_req");
    GroupLayout source = layout(osName, "group_source_req");
    assertTrue(source.byteSize() <= GroupReq.LAYOUT.byteSize());
    if (isHere(osName)) {
      assertEquals(group.byteSize(), GroupReq.BYTES);
      assertEquals(source.byteSize(), GroupReq.SOURCE_BYTES);
      assertEquals(offset(group, "gr_interface"), GroupReq.INTERFACE);
      assertEquals(offset(group, "gr_group"), GroupReq.GROUP);
      assertEquals(offset(source, "gsr_group"), GroupReq.GROUP);
      assertEquals(offset(source, "gsr_source"), GroupReq.SOURCE);
    }
  }

  private static boolean isHere(String osName) {
    return System.getProperty("os.name").equals(osName);
  }

  @Test
  void peersOfLinux() {
    GroupLayout peer = layout("Linux", "ucred");
    assertEquals(peer.byteSize(), PeerCred.UCRED_BYTES);
    assertEquals(offset(peer, "pid"), PeerCred.UCRED_PID);
    assertEquals(offset(peer, "uid"), PeerCred.UCRED_UID);
    assertEquals(offset(peer, "gid"), PeerCred.UCRED_GID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mac OS X", "FreeBSD"})
  void peersOfBsd(String osName) {
    GroupLayout peer = layout(osName, "xucred");
    assertTrue(peer.byteSize() <= PeerCred.LAYOUT.byteSize());
    assertEquals(offset(peer, "cr_uid"), PeerCred.XUCRED_UID);
  }

  @Test
  void peersOfMacosHaveNoProcess() {
    GroupLayout peer = layout("Mac OS X", "xucred");
    assertEquals(offset(peer, "cr_groups"), PeerCred.XUCRED_GID);
    assertEquals(peer.byteSize(), PeerCred.XUCRED_BYTES);
  }

  @Test
  void peersOfFreebsdHaveAProcess() {
    // Both are within unions: the group follows the number of groups, the process is the last.
    GroupLayout peer = layout("FreeBSD", "xucred");
    assertEquals(offset(peer, "cr_ngroups") + 4, PeerCred.XUCRED_GID);
    assertEquals(peer.byteSize() - ADDRESS.byteSize(), PeerCred.XUCRED_PID);
  }

  private static long offset(GroupLayout layout, String field) {
    return layout.byteOffset(groupElement(field));
  }

  private static GroupLayout layout(String osName, String struct) {
    PosixNumbers table = PosixNumbers.of(osName);
    assertNotNull(table, osName);
    return table.layout(struct);
  }
}
