package dev.ioserver.bindings.abi;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodType;
import java.util.Collections;

/**
 * What our code says of an ABI, as static assertions in C: a compiler for another processor or
 * system proves as much as the host's does, and nothing has to run.
 */
public final class AbiFacts {
  private final StringBuilder source = new StringBuilder();

  /**
   * Prints what the generated code says of Windows. Run in a JVM of its own that takes the C types
   * for those of Windows: elsewhere the generated classes cannot be loaded, since their {@code
   * long} has 32 bits.
   */
  public static void main(String[] arguments) throws Exception {
    GeneratedCode code = new GeneratedCode("windows");
    System.out.print(new AbiFacts().constants(code).layouts(code));
  }

  /** Every constant of generated code. */
  AbiFacts constants(GeneratedCode code) throws ReflectiveOperationException {
    code.constants().forEach(this::constant);
    return this;
  }

  /** Every size and offset of every structure of generated code. */
  AbiFacts layouts(GeneratedCode code) throws Exception {
    code.layouts().forEach(this::layout);
    return this;
  }

  /**
   * The number of arguments of every function of generated code, and the size of its result: a call
   * whose arguments are all zero compiles only with the right number of them. That zero fits any of
   * the arguments is also the limit of this.
   */
  AbiFacts functions(GeneratedCode code) throws ReflectiveOperationException {
    code.functions().forEach(this::function);
    return this;
  }

  /** One constant. */
  AbiFacts constant(String name, Object value) {
    return switch (value) {
      case Byte number -> sized(name, 1, "signed char", number);
      case Short number -> sized(name, 2, "short", number);
      case Integer number -> sized(name, 4, "int", number);
      case Long number -> sized(name, 8, "long long", number);
      case MemorySegment pointer -> equal("(long long) " + name, pointer.address());
      default -> throw new AssertionError(name + " has an unexpected type: " + value.getClass());
    };
  }

  /** One structure. */
  public AbiFacts layout(String type, GroupLayout layout) {
    equal("sizeof(" + type + ")", layout.byteSize());
    equal("_Alignof(" + type + ")", layout.byteAlignment());
    members(type, "", layout, 0);
    return this;
  }

  /** One number. */
  public AbiFacts equal(String expression, long value) {
    source.append(
        "_Static_assert((long long) (%s) == %dLL, \"%s is not %d\");\n"
            .formatted(expression, value, expression, value));
    return this;
  }

  @Override
  public String toString() {
    return source.toString();
  }

  private AbiFacts sized(String name, int bytes, String type, Number value) {
    equal("sizeof(" + name + ")", bytes);
    // Unsigned ones come back signed: compared in as many bits as they have.
    return equal("(" + type + ") (" + name + ")", value.longValue());
  }

  private void function(String name, MethodType type) {
    String zeroes = String.join(", ", Collections.nCopies(type.parameterCount(), "0"));
    equal("sizeof(" + name + "(" + zeroes + "))", type.returnType() == int.class ? 4 : 8);
  }

  private void members(String type, String prefix, GroupLayout layout, long base) {
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
      if (member.byteSize() > 0) {
        // An array without a length at the end, as in cmsghdr, has no size in C.
        equal("sizeof(((" + type + " *) 0)->" + path + ")", member.byteSize());
      }
      if (member instanceof GroupLayout group) {
        members(type, path + ".", group, offset);
      }
    }
  }
}
