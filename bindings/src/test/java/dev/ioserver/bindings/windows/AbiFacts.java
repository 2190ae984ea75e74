package dev.ioserver.bindings.windows;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;

/**
 * Prints what the generated code says of the ABI as static assertions in C. Run in a JVM of its own
 * that takes the C types for those of Windows: elsewhere the generated classes cannot be loaded,
 * since their {@code long} has 32 bits.
 */
final class AbiFacts {

  private AbiFacts() {}

  public static void main(String[] arguments) throws Exception {
    GeneratedCode.constants().forEach(AbiFacts::constant);
    GeneratedCode.layouts().forEach(AbiFacts::layout);
  }

  private static void constant(String name, Object value) {
    switch (value) {
      case Byte number -> sized(name, 1, number);
      case Short number -> sized(name, 2, number);
      case Integer number -> sized(name, 4, number);
      case Long number -> sized(name, 8, number);
      case MemorySegment pointer -> equal("(long long) " + name, pointer.address());
      default -> throw new AssertionError(name + " has an unexpected type: " + value.getClass());
    }
  }

  private static void sized(String name, int bytes, Number value) {
    equal("sizeof(" + name + ")", bytes);
    // Unsigned ones come back signed: compared in as many bits as they have.
    String type = new String[] {"", "signed char", "short", "", "int"}[bytes % 8];
    equal("(" + (bytes == 8 ? "long long" : type) + ") (" + name + ")", value.longValue());
  }

  private static void layout(String type, GroupLayout layout) {
    equal("sizeof(" + type + ")", layout.byteSize());
    equal("_Alignof(" + type + ")", layout.byteAlignment());
    members(type, "", layout, 0);
  }

  private static void members(String type, String prefix, GroupLayout layout, long base) {
    for (MemoryLayout member : layout.memberLayouts()) {
      if (member.name().isEmpty()) {
        continue; // Padding: whether it is right shows in the offsets of what follows.
      }
      String name = member.name().get();
      long offset = base + layout.byteOffset(PathElement.groupElement(name));
      if (name.startsWith("$anon$")) {
        members(type, prefix, (GroupLayout) member, offset); // C finds its members as if outside.
        continue;
      }
      String path = prefix + name;
      equal("offsetof(" + type + ", " + path + ")", offset);
      equal("sizeof(((" + type + " *) 0)->" + path + ")", member.byteSize());
      if (member instanceof GroupLayout group) {
        members(type, path + ".", group, offset);
      }
    }
  }

  private static void equal(String expression, long value) {
    System.out.printf(
        "_Static_assert((long long) (%s) == %dLL, \"%s is not %d\");%n",
        expression, value, expression, value);
  }
}
