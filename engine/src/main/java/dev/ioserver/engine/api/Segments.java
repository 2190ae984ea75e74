package dev.ioserver.engine.api;

/** Whether the kernel takes or gives several datagrams as one, where it can. */
public enum Segments {
  /** Never. */
  OFF,
  /** Always; an engine that cannot do it refuses the port. */
  ON,
  /** Where it can be had and pays. */
  AUTOMATIC
}
