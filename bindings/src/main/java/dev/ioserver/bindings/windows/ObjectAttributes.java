package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.windows.generated._OBJECT_ATTRIBUTES;
import dev.ioserver.bindings.windows.generated._UNICODE_STRING;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Makes {@code OBJECT_ATTRIBUTES}, which name what {@link WindowsCalls#ntCreateFile} opens. */
public final class ObjectAttributes {
  private static final int LENGTH = (int) _OBJECT_ATTRIBUTES.layout().byteSize();

  private ObjectAttributes() {}

  /** The attributes of an object with a name and nothing else; they live as long as the arena. */
  public static MemorySegment named(Arena arena, String name) {
    MemorySegment characters = arena.allocateFrom(name, StandardCharsets.UTF_16LE);
    MemorySegment string = arena.allocate(_UNICODE_STRING.layout());
    int bytes = name.length() * Character.BYTES;
    string.set(JAVA_SHORT, _UNICODE_STRING.Length$offset(), (short) bytes);
    string.set(JAVA_SHORT, _UNICODE_STRING.MaximumLength$offset(), (short) bytes);
    string.set(ADDRESS, _UNICODE_STRING.Buffer$offset(), characters);
    MemorySegment attributes = arena.allocate(_OBJECT_ATTRIBUTES.layout());
    attributes.set(JAVA_INT, _OBJECT_ATTRIBUTES.Length$offset(), LENGTH);
    attributes.set(ADDRESS, _OBJECT_ATTRIBUTES.ObjectName$offset(), string);
    return attributes;
  }
}
