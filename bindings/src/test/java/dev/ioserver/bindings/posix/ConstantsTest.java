package dev.ioserver.bindings.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ioserver.bindings.abi.GeneratedCode;
import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The constants that platform code reads are those of the table, under their own names. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs a POSIX system")
class ConstantsTest {

  /** What some system has not, each of which the platform deals with by name. */
  private static final Map<String, Set<String>> MISSING =
      Map.of(
          "Mac OS X",
          Set.of(
              "IPV6_MULTICAST_ALL",
              "IP_MULTICAST_ALL",
              "IP_RECVDSTADDR",
              "IP_RECVIF",
              "MSG_MORE",
              "MSG_NOSIGNAL",
              "MSG_WAITFORONE",
              "SCM_REALTIME",
              "SOCK_CLOEXEC",
              "SOCK_NONBLOCK",
              "SOF_TIMESTAMPING_RAW_HARDWARE",
              "SOF_TIMESTAMPING_RX_HARDWARE",
              "SOF_TIMESTAMPING_RX_SOFTWARE",
              "SOF_TIMESTAMPING_SOFTWARE",
              "SO_BUSY_POLL",
              "SO_BUSY_POLL_BUDGET",
              "SO_DOMAIN",
              "SO_INCOMING_CPU",
              "SO_INCOMING_NAPI_ID",
              "SO_MEMINFO",
              "SO_PEERCRED",
              "SO_PREFER_BUSY_POLL",
              "SO_PRIORITY",
              "SO_PROTOCOL",
              "SO_REUSEPORT_LB",
              "SO_RXQ_OVFL",
              "SO_TIMESTAMPING",
              "SO_TIMESTAMPNS",
              "SO_TS_CLOCK",
              "SO_TS_REALTIME",
              "TCP_KEEPIDLE",
              "TCP_QUICKACK",
              "TCP_USER_TIMEOUT",
              "UDP_GRO",
              "UDP_SEGMENT"),
          "FreeBSD",
          Set.of(
              "IPV6_MULTICAST_ALL",
              "IP_MULTICAST_ALL",
              "IP_PKTINFO",
              "IP_RECVPKTINFO",
              "LOCAL_PEERPID",
              "MSG_MORE",
              "MSG_WAITFORONE",
              "SCM_TIMESTAMP",
              "SOF_TIMESTAMPING_RAW_HARDWARE",
              "SOF_TIMESTAMPING_RX_HARDWARE",
              "SOF_TIMESTAMPING_RX_SOFTWARE",
              "SOF_TIMESTAMPING_SOFTWARE",
              "SO_BUSY_POLL",
              "SO_BUSY_POLL_BUDGET",
              "SO_DOMAIN",
              "SO_INCOMING_CPU",
              "SO_INCOMING_NAPI_ID",
              "SO_LINGER_SEC",
              "SO_MEMINFO",
              "SO_PEERCRED",
              "SO_PREFER_BUSY_POLL",
              "SO_PRIORITY",
              "SO_PROTOCOL",
              "SO_RXQ_OVFL",
              "SO_TIMESTAMPING",
              "SO_TIMESTAMPNS",
              "TCP_KEEPALIVE",
              "TCP_QUICKACK",
              "TCP_USER_TIMEOUT",
              "UDP_GRO",
              "UDP_SEGMENT"),
          "Linux",
          Set.of(
              "IP_RECVDSTADDR",
              "IP_RECVIF",
              "IP_RECVPKTINFO",
              "LOCAL_PEERCRED",
              "LOCAL_PEERPID",
              "SCM_REALTIME",
              "SCM_TIMESTAMP",
              "SOL_LOCAL",
              "SO_LINGER_SEC",
              "SO_NOSIGPIPE",
              "SO_REUSEPORT_LB",
              "SO_TIMESTAMP",
              "SO_TS_CLOCK",
              "SO_TS_REALTIME",
              "TCP_KEEPALIVE",
              "TCP_NOPUSH"));

  @ParameterizedTest
  @CsvSource({"Linux", "Mac OS X", "FreeBSD"})
  void everyNameHasANumberOrIsKnownToBeMissing(String osName) {
    PosixNumbers table = PosixNumbers.of(osName);
    Set<String> missing = new TreeSet<>();
    for (Class<?> holder : new Class<?>[] {Sockets.class, Datagrams.class, Fcntl.class}) {
      for (Field field : constants(holder)) {
        if (table.number(field.getName()) == PosixNumbers.ABSENT) {
          missing.add(field.getName());
        }
      }
    }
    missing.remove("ABSENT"); // The word for the others.
    assertEquals(new TreeSet<>(MISSING.get(osName)), missing);
    for (Field field : constants(Errno.class)) {
      // A code is compared with its negation, which must not be the result of a success.
      assertNotEquals(PosixNumbers.ABSENT, table.errno(field.getName()), field.getName());
    }
  }

  @Test
  void everyConstantIsReadUnderItsOwnName() throws Exception {
    PosixNumbers table = PosixNumbers.here();
    Map<String, Object> read = new TreeMap<>();
    Map<String, Object> expected = new TreeMap<>();
    for (Class<?> holder :
        new Class<?>[] {Sockets.class, Datagrams.class, Fcntl.class, Errno.class}) {
      for (Field field : constants(holder)) {
        String name = field.getName();
        read.put(name, field.get(null));
        expected.put(name, holder == Errno.class ? table.errno(name) : table.number(name));
      }
    }
    assertFalse(read.isEmpty());
    assertEquals(expected, read);
    assertEquals(table.number("RLIMIT_NOFILE"), Rlimit.RLIMIT_NOFILE);
    assertEquals(table.rlimInfinity(), Rlimit.RLIM_INFINITY);
  }

  @ParameterizedTest
  @CsvSource({"linux, Linux", "macos, Mac OS X", "freebsd, FreeBSD"})
  void everyErrorNumberHasItsNameAndAText(String system, String osName) throws Exception {
    Map<Integer, Errno.Description> descriptions = Errno.descriptions(PosixNumbers.of(osName));
    Map<String, Object> generated = new GeneratedCode(system).constants();
    generated.keySet().removeIf(name -> !name.matches("E[A-Z0-9]+") || name.startsWith("EPOLL"));
    generated.remove("EWOULDBLOCK"); // The second name of EAGAIN.
    assertFalse(generated.isEmpty());

    generated.forEach(
        (name, number) -> {
          Errno.Description description = descriptions.get(number);
          assertNotNull(description, name);
          assertEquals(name, description.name());
          assertFalse(description.text().isBlank(), name);
        });
    assertEquals(generated.size(), descriptions.size(), "one description a number");
  }

  private static Set<Field> constants(Class<?> holder) {
    Set<Field> constants = new LinkedHashSet<>();
    for (Field field : holder.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType() == int.class) {
        constants.add(field);
      }
    }
    return constants;
  }
}
