package dev.ioserver.bindings.posix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the fields of an address lie is what was generated, on each system and seen from any. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: long has 32 bits there")
class SockAddrTest {

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void theOffsetsAreThoseThatWereGenerated(String osName) {
    GroupLayout inet4 = layout(osName, "sockaddr_in");
    GroupLayout inet6 = layout(osName, "sockaddr_in6");

    assertEquals(inet4.byteSize(), SockAddr.INET4_BYTES);
    assertEquals(inet6.byteSize(), SockAddr.INET6_BYTES);
    assertEquals(offset(inet4, "sin_port"), SockAddr.INET4_PORT);
    assertEquals(offset(inet4, "sin_addr"), SockAddr.INET4_ADDRESS);
    assertEquals(offset(inet6, "sin6_port"), SockAddr.INET6_PORT);
    assertEquals(offset(inet6, "sin6_addr"), SockAddr.INET6_ADDRESS);
    assertEquals(offset(inet6, "sin6_scope_id"), SockAddr.INET6_SCOPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void thereIsRoomForAnyAddress(String osName) {
    GroupLayout any = layout(osName, "sockaddr_storage");
    assertEquals(any.byteSize(), SockAddr.LAYOUT.byteSize());
    assertEquals(any.byteAlignment(), SockAddr.LAYOUT.byteAlignment());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void theFamilyIsBehindTheLengthWhereThereIsOne(String osName) {
    GroupLayout any = layout(osName, "sockaddr");
    boolean hasLength = table(osName).addressesHaveLength();
    assertEquals(hasLength ? 1 : 0, offset(any, "sa_family"));
    if (hasLength) {
      assertEquals(SockAddr.LENGTH, offset(any, "sa_len"));
    } else {
      assertTrue(any.memberLayouts().stream().noneMatch(SockAddrTest::isLength));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "FreeBSD"})
  void thePathOfAUnixAddressIsBehindTheFamily(String osName) {
    GroupLayout unix = layout(osName, "sockaddr_un");
    assertEquals(SockAddr.UNIX_NAME, offset(unix, "sun_path"));
    assertEquals(
        SockAddr.unixPathBytes(table(osName).addressesHaveLength()),
        unix.select(groupElement("sun_path")).byteSize());
  }

  @Test
  void aUnixAddressSaysWhatWasWritten() {
    MemorySegment address = Arena.ofAuto().allocate(SockAddr.LAYOUT);
    int bytes = SockAddr.setUnixPath(address, new byte[] {'/', 'a'});
    assertTrue(SockAddr.isUnix(address));
    assertEquals(5, bytes);
    assertArrayEquals(new byte[] {'/', 'a'}, SockAddr.unixName(address, bytes));

    bytes = SockAddr.setUnixName(address, new byte[] {'b', 0, 'c'});
    assertEquals(6, bytes);
    assertArrayEquals(new byte[] {0, 'b', 0, 'c'}, SockAddr.unixName(address, bytes));

    assertEquals(0, SockAddr.unixName(address, 2).length, "a socket that was not bound");
    assertEquals(0, SockAddr.unixName(address, 0).length);
  }

  private static boolean isLength(MemoryLayout field) {
    return field.name().orElse("").equals("sa_len");
  }

  private static long offset(GroupLayout layout, String field) {
    return layout.byteOffset(groupElement(field));
  }

  private static GroupLayout layout(String osName, String struct) {
    return table(osName).layout(struct);
  }

  private static PosixNumbers table(String osName) {
    PosixNumbers table = PosixNumbers.of(osName);
    assertNotNull(table, osName);
    return table;
  }
}
