package dev.ioserver.bindings.posix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.GroupLayout;
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
    assertEquals(offset(message, "msg_iov"), MsgHdr.VECTORS);
    assertEquals(offset(message, "msg_iovlen"), MsgHdr.VECTOR_COUNT);
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
