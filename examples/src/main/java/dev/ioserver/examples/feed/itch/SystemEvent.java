package dev.ioserver.examples.feed.itch;

/** The day, or a part of it, starts or ends. 12 bytes. Belongs to one thread. */
public final class SystemEvent extends ItchMessage<SystemEvent> {

  public static final int LENGTH = 12;

  static final int CODE_OFFSET = 11;

  /** A flyweight that is nowhere yet. */
  public SystemEvent() {
    super(Itch.SYSTEM_EVENT);
  }

  @Override
  SystemEvent self() {
    return this;
  }

  /** Returns which event it is, a code of {@link Itch}. */
  public byte code() {
    return getByte(CODE_OFFSET);
  }

  public SystemEvent code(byte value) {
    putByte(CODE_OFFSET, value);
    return this;
  }
}
