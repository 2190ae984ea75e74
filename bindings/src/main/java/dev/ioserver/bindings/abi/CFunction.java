package dev.ioserver.bindings.abi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A function of C: its name and its type. A pointer is ADDRESS; size_t, ssize_t and long are
 * JAVA_LONG.
 *
 * <p>The generated code has a descriptor for each function as well. Asking for one links a second
 * handle that nobody would call; a test therefore compares these types with the generated ones.
 *
 * <p>Every function is linked as if it took six longs and returned one, see {@link Linking}.
 *
 * <p>Immutable, thread-safe; nothing native is touched until {@link #link} or {@link #isPresent}.
 */
public final class CFunction {
  static final int NO_VARIADIC = -1;

  private final String name;
  private final MemoryLayout result;
  private final MemoryLayout[] arguments;
  private final int firstVariadic;

  /** Where the function is, or null: wherever a C program of this process would find it. */
  private final @Nullable SymbolLookup library;

  private CFunction(
      String name,
      MemoryLayout result,
      MemoryLayout[] arguments,
      int firstVariadic,
      @Nullable SymbolLookup library) {
    assert arguments.length <= Linking.ARGUMENTS : name;
    this.name = name;
    this.result = result;
    this.arguments = arguments;
    this.firstVariadic = firstVariadic;
    this.library = library;
  }

  /** A function that returns an int. */
  public static CFunction ofInt(String name, MemoryLayout... arguments) {
    return new CFunction(name, JAVA_INT, arguments, NO_VARIADIC, null);
  }

  /** A function that returns a long. */
  public static CFunction ofLong(String name, MemoryLayout... arguments) {
    return new CFunction(name, JAVA_LONG, arguments, NO_VARIADIC, null);
  }

  /**
   * The same in the form whose arguments from {@code index} on are variadic in C. macOS on arm64
   * passes those on the stack, where the others are in registers: a function that was linked
   * without saying so would read garbage there.
   */
  public CFunction variadicFrom(int index) {
    return new CFunction(name, result, arguments, index, library);
  }

  /** The same, from a library that the system itself does not look into. */
  public CFunction from(SymbolLookup other) {
    return new CFunction(name, result, arguments, firstVariadic, other);
  }

  /** The name in C. */
  public String name() {
    return name;
  }

  /** The type in C, which a test compares with what was generated; nothing else asks for it. */
  public FunctionDescriptor type() {
    return FunctionDescriptor.of(result, arguments);
  }

  /** Whether this process has the function. */
  public boolean isPresent() {
    return !find().equals(MemorySegment.NULL);
  }

  /**
   * Links a handle for {@link CCalls#call}: its first argument is the segment that receives errno,
   * six longs follow. It is linked when its first caller comes.
   *
   * @throws UnsatisfiedLinkError if there is no such function
   */
  public MethodHandle link() {
    MethodHandle handle = linkIfPresent();
    if (handle == null) {
      throw missing();
    }
    return handle;
  }

  /** As {@link #link}, or null if there is no such function. */
  public @Nullable MethodHandle linkIfPresent() {
    MemorySegment address = find();
    return address.equals(MemorySegment.NULL) ? null : Linking.link(address, firstVariadic);
  }

  /** The error that says that there is no such function. */
  public UnsatisfiedLinkError missing() {
    return new UnsatisfiedLinkError("there is no function " + name);
  }

  private MemorySegment find() {
    return library == null ? Linking.find(name) : library.find(name).orElse(MemorySegment.NULL);
  }
}
