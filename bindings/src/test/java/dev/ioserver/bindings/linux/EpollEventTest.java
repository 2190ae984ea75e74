package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.linux.generated.aarch64.epoll_event;
import java.lang.foreign.MemoryLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where the fields of an event lie is what was generated, for each processor and seen from any. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: long has 32 bits there")
class EpollEventTest {

  @Test
  void onX64TheStructureIsPacked() {
    MemoryLayout generated = dev.ioserver.bindings.linux.generated.x64.epoll_event.layout();
    check(generated, true);
    assertEquals(
        dev.ioserver.bindings.linux.generated.x64.epoll_event.events$offset(), EpollEvent.EVENTS);
    assertEquals(
        dev.ioserver.bindings.linux.generated.x64.epoll_event.data$offset(),
        EpollEvent.dataOffset(true));
  }

  @Test
  void elsewhereItIsPadded() {
    check(epoll_event.layout(), false);
    assertEquals(epoll_event.events$offset(), EpollEvent.EVENTS);
    assertEquals(epoll_event.data$offset(), EpollEvent.dataOffset(false));
  }

  private static void check(MemoryLayout generated, boolean packed) {
    assertEquals(generated.byteSize(), EpollEvent.layout(packed).byteSize());
    assertEquals(generated.byteAlignment(), EpollEvent.layout(packed).byteAlignment());
  }
}
