package dev.ioserver.engine.api;

import java.net.SocketOption;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel is told of a socket: options of {@link java.net.StandardSocketOptions}, {@code
 * jdk.net.ExtendedSocketOptions} and {@link IoSocketOptions}, each with its value. Options are told
 * apart by their names. What is not named is left as the system has it, and costs no call.
 *
 * <p>Thread-safety: immutable.
 */
public final class SocketOptions {

  private static final SocketOptions NONE =
      new SocketOptions(new SocketOption<?>[0], new Object[0]);

  private final SocketOption<?>[] options;
  private final Object[] values;

  private SocketOptions(SocketOption<?>[] options, Object[] values) {
    this.options = options;
    this.values = values;
  }

  /** {@return no options} */
  public static SocketOptions none() {
    return NONE;
  }

  /**
   * {@return a copy with one more option, or with another value of it}
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @param value the value that the option shall have
   * @throws IllegalArgumentException if the value is not one that the option can have
   */
  public <T> SocketOptions with(SocketOption<T> option, T value) {
    IoSocketOptions.check(option, value);
    return put(option, value);
  }

  /**
   * {@return a copy with another set of options on top: where both name an option, the other's
   * value}
   *
   * @param other what is added
   */
  public SocketOptions plus(SocketOptions other) {
    SocketOptions sum = this;
    for (int i = 0; i < other.options.length; i++) {
      sum = sum.put(other.options[i], other.values[i]);
    }
    return sum;
  }

  /**
   * {@return the value that was given to an option, or null if it is not named here}
   *
   * @param <T> the type of the option's value
   * @param option which one
   */
  public <T> @Nullable T value(SocketOption<T> option) {
    int at = indexOf(option);
    return at < 0 ? null : option.type().cast(values[at]);
  }

  /**
   * {@return whether an option is a boolean that is named here and on}
   *
   * @param option which one
   */
  public boolean isOn(SocketOption<Boolean> option) {
    return Boolean.TRUE.equals(value(option));
  }

  /**
   * Hands each option with its value to an action, in the order in which they were named.
   *
   * @param action is given each option and its value
   */
  public void forEach(BiConsumer<SocketOption<?>, Object> action) {
    for (int i = 0; i < options.length; i++) {
      action.accept(options[i], values[i]);
    }
  }

  /** {@return how many options there are} */
  public int size() {
    return options.length;
  }

  /**
   * {@return option number {@code index}, from 0}
   *
   * @param index from 0
   */
  public SocketOption<?> option(int index) {
    return options[index];
  }

  /**
   * {@return the value of option number {@code index}}
   *
   * @param index from 0
   */
  public Object valueAt(int index) {
    return values[index];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SocketOptions that
        && Arrays.equals(names(), that.names())
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names()) + Arrays.hashCode(values);
  }

  /** "TCP_NODELAY=true, SO_RCVBUF=65536". */
  @Override
  public String toString() {
    return IntStream.range(0, options.length)
        .mapToObj(i -> options[i].name() + "=" + values[i])
        .collect(Collectors.joining(", "));
  }

  private SocketOptions put(SocketOption<?> option, Object value) {
    int at = indexOf(option);
    int length = options.length;
    boolean added = at < 0;
    SocketOption<?>[] names = Arrays.copyOf(options, added ? length + 1 : length);
    Object[] given = Arrays.copyOf(values, names.length);
    names[added ? length : at] = option;
    given[added ? length : at] = value;
    return new SocketOptions(names, given);
  }

  private int indexOf(SocketOption<?> option) {
    for (int i = 0; i < options.length; i++) {
      if (options[i].name().equals(option.name())) {
        return i;
      }
    }
    return -1;
  }

  private String[] names() {
    return Arrays.stream(options).map(SocketOption::name).toArray(String[]::new);
  }
}
