package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Codes for the exceptions of java.nio: by what the message says, then by the exception's class. An
 * exception that neither tells anything about gets a code of its own, so that its message is not
 * lost.
 *
 * <p>The messages are the C library's and follow the locale on some systems; the class is then all
 * there is to go by, and a reset connection may come out as {@link Kind#OTHER}.
 *
 * <p>Thread-safety: any thread.
 */
final class NioErrorCodes implements ErrorCodes {

  /** One for the process, as codes of unknown messages are. */
  static final NioErrorCodes INSTANCE = new NioErrorCodes();

  /** Codes from here on stand for unknown messages. */
  private static final int FIRST_UNKNOWN = 10_000;

  /** So many unknown messages are kept; further ones become EIO. */
  private static final int MOST_UNKNOWN = 64;

  /** Unknown messages in the order of their codes; guarded by itself. */
  private final List<String> unknown = new ArrayList<>();

  /** For tests; see {@link #INSTANCE}. */
  NioErrorCodes() {
    // Where classes are files in a directory, none can be loaded once descriptors are used up: what
    // it takes to tell of that is loaded by telling of it now.
    IOException shortage = new IOException(NioErrorCode.EMFILE.text());
    var _ = failure("", "", result(shortage));
  }

  @Override
  public String name(int code) {
    return codeOrIo(code).name();
  }

  @Override
  public String text(int code) {
    String message = unknownMessage(code);
    return message != null ? message : codeOrIo(code).text();
  }

  @Override
  public Kind kind(int code) {
    return codeOrIo(code).kind();
  }

  /** What a call returns that ended with an exception: its code, negated. */
  int result(Exception e) {
    NioErrorCode code = codeOf(e);
    return code != null ? code.result() : -unknownCode(e);
  }

  /** The code of an exception, or null if it is an unknown one. */
  static @Nullable NioErrorCode codeOf(Exception e) {
    String message = e.getMessage();
    NioErrorCode code = message == null ? null : NioErrorMessages.find(message);
    return code != null ? code : byClass(e);
  }

  private static @Nullable NioErrorCode byClass(Exception e) {
    return switch (e) {
      case ConnectException refused -> NioErrorCode.ECONNREFUSED;
      case BindException taken -> NioErrorCode.EADDRINUSE;
      case PortUnreachableException refused -> NioErrorCode.ECONNREFUSED;
      case NoRouteToHostException unreachable -> NioErrorCode.EHOSTUNREACH;
      case ClosedChannelException closed -> NioErrorCode.EBADF;
      case ClosedSelectorException closed -> NioErrorCode.EBADF;
      case NotYetConnectedException early -> NioErrorCode.ENOTCONN;
      case UnresolvedAddressException nowhere -> NioErrorCode.EHOSTUNREACH;
      case UnsupportedAddressTypeException family -> NioErrorCode.EAFNOSUPPORT;
      case UnsupportedOperationException lacking -> NioErrorCode.EOPNOTSUPP;
      case IllegalArgumentException invalid -> NioErrorCode.EINVAL;
      default -> null;
    };
  }

  private int unknownCode(Exception e) {
    String message = e.toString();
    synchronized (unknown) {
      int index = unknown.indexOf(message);
      if (index >= 0) {
        return FIRST_UNKNOWN + index;
      }
      if (unknown.size() == MOST_UNKNOWN) {
        return NioErrorCode.EIO.number();
      }
      unknown.add(message);
      return FIRST_UNKNOWN + unknown.size() - 1;
    }
  }

  private @Nullable String unknownMessage(int code) {
    synchronized (unknown) {
      int index = code - FIRST_UNKNOWN;
      return index >= 0 && index < unknown.size() ? unknown.get(index) : null;
    }
  }

  private static NioErrorCode codeOrIo(int code) {
    NioErrorCode known = NioErrorCode.byNumber(code);
    return known != null ? known : NioErrorCode.EIO;
  }
}
