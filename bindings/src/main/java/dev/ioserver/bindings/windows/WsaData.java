package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.WSAData;
import java.lang.foreign.MemoryLayout;

/** {@code WSADATA}, which {@link WinsockCalls#wsaStartup} fills and nobody reads. */
public final class WsaData {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = WSAData.layout();

  private WsaData() {}
}
