package dev.ioserver.examples.gateway.ouch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages of OUCH, field by field: what a getter has read, the setter of that name writes. */
public final class FuzzOuch {

  /** The two halves of a token have one setter. */
  private static final String HIGH = "High";

  private static final String LOW = "Low";

  private FuzzOuch() {}

  /** One message of each type that a client sends, nothing but zeros behind the type. */
  public static List<byte[]> ofClients() {
    return List.of(
        message(Ouch.ENTER_ORDER, EnterOrder.LENGTH),
        message(Ouch.CANCEL_ORDER, CancelOrder.LENGTH),
        message(Ouch.REPLACE_ORDER, ReplaceOrder.LENGTH),
        plainOrder());
  }

  /** As above, of a server. */
  public static List<byte[]> ofServers() {
    return List.of(
        message(Ouch.SYSTEM_EVENT, SystemEvent.LENGTH),
        message(Ouch.ORDER_ACCEPTED, OrderAccepted.LENGTH),
        message(Ouch.ORDER_EXECUTED, OrderExecuted.LENGTH),
        message(Ouch.ORDER_CANCELED, OrderCanceled.LENGTH),
        message(Ouch.ORDER_REPLACED, OrderReplaced.LENGTH),
        message(Ouch.ORDER_REJECTED, OrderRejected.LENGTH));
  }

  private static byte[] message(byte type, int length) {
    byte[] message = new byte[length];
    message[0] = type;
    return message;
  }

  private static byte[] plainOrder() {
    byte[] message = new byte[EnterOrder.LENGTH];
    new EnterOrder()
        .encode(ByteBuffer.wrap(message), 0)
        .plain()
        .token(Token.numberedHigh(7), Token.numberedLow(7))
        .side(Ouch.BUY)
        .shares(100)
        .price(12_500)
        .timeInForce(Ouch.MARKET_HOURS);
    return message;
  }

  /** A message, of which no length or type is wrong, out of its fields. */
  public static byte[] encodedAnew(byte[] message, boolean ofClient) {
    ByteBuffer from = ByteBuffer.wrap(message);
    ByteBuffer to = ByteBuffer.allocate(message.length);
    OuchMessage read;
    OuchMessage written;
    switch ((char) message[0]) {
      case 'O' -> {
        EnterOrder order = new EnterOrder().wrap(from, 0);
        checkToken(order.tokenHigh(), order.tokenLow(), OrderChecks.check(order));
        read = order;
        written = new EnterOrder().encode(to, 0);
      }
      case 'X' -> {
        read = new CancelOrder().wrap(from, 0);
        written = new CancelOrder().encode(to, 0);
      }
      case 'U' -> {
        if (ofClient) {
          ReplaceOrder order = new ReplaceOrder().wrap(from, 0);
          checkToken(order.tokenHigh(), order.tokenLow(), OrderChecks.check(order));
          read = order;
          written = new ReplaceOrder().encode(to, 0);
        } else {
          read = new OrderReplaced().wrap(from, 0);
          written = new OrderReplaced().encode(to, 0);
        }
      }
      case 'S' -> {
        read = new SystemEvent().wrap(from, 0);
        written = new SystemEvent().encode(to, 0);
      }
      case 'A' -> {
        read = new OrderAccepted().wrap(from, 0);
        written = new OrderAccepted().encode(to, 0);
      }
      case 'E' -> {
        read = new OrderExecuted().wrap(from, 0);
        written = new OrderExecuted().encode(to, 0);
      }
      case 'C' -> {
        read = new OrderCanceled().wrap(from, 0);
        written = new OrderCanceled().encode(to, 0);
      }
      case 'J' -> {
        read = new OrderRejected().wrap(from, 0);
        written = new OrderRejected().encode(to, 0);
      }
      default -> throw new AssertionError("no message begins with " + message[0]);
    }
    copy(read, written);
    return to.array();
  }

  /** An order that is taken has a token that can be told. */
  private static void checkToken(long high, long low, byte reason) {
    if (reason == RejectReason.NONE) {
      String text = Token.toString(high, low);
      assertEquals(high, Token.highOf(text));
      assertEquals(low, Token.lowOf(text));
    }
  }

  private static void copy(OuchMessage from, OuchMessage to) {
    try {
      for (Setter setter : SETTERS.get(from.getClass())) {
        setter.copy(from, to);
      }
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private record Setter(Method writes, List<Method> read) {
    void copy(OuchMessage from, OuchMessage to)
        throws InvocationTargetException, IllegalAccessException {
      Object[] values = new Object[read.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = read.get(i).invoke(from);
      }
      writes.invoke(to, values);
    }
  }

  private static final ClassValue<List<Setter>> SETTERS =
      new ClassValue<>() {
        @Override
        protected List<Setter> computeValue(Class<?> type) {
          List<Setter> setters = new ArrayList<>();
          for (Method method : type.getDeclaredMethods()) {
            boolean sets = method.getReturnType() == type && !method.isSynthetic();
            int parameters = method.getParameterCount();
            if (sets && parameters > 0 && method.getParameterTypes()[0].isPrimitive()) {
              setters.add(new Setter(method, getters(type, method.getName(), parameters)));
            }
          }
          return setters;
        }
      };

  private static List<Method> getters(Class<?> type, String name, int count) {
    try {
      return count == 1
          ? List.of(type.getDeclaredMethod(name))
          : List.of(type.getDeclaredMethod(name + HIGH), type.getDeclaredMethod(name + LOW));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
