package dev.ioserver.bindings.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.linux.generated.mmsghdr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is written of the structure is what was generated. */
@EnabledOnOs(OS.LINUX)
class MMsgHdrTest {

  @Test
  void theOffsetsAreThoseThatWereGenerated() {
    assertEquals(mmsghdr.layout().byteSize(), MMsgHdr.SIZE);
    assertEquals(mmsghdr.layout().byteSize(), MMsgHdr.LAYOUT.byteSize());
    assertEquals(0, mmsghdr.layout().byteOffset(groupElement("msg_hdr")));
    assertEquals(mmsghdr.layout().byteOffset(groupElement("msg_len")), MMsgHdr.LENGTH);
    assertEquals(2 * MMsgHdr.SIZE, MMsgHdr.at(2));
  }
}
