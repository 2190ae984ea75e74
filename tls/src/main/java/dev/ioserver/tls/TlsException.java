package dev.ioserver.tls;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a port with {@link Tls} failed. It is the cause of {@link dev.ioserver.engine.api.Failed}.
 * Its message names the peer, what was wrong, and the remedy where there is one.
 */
public final class TlsException extends IOException {

  private static final long serialVersionUID = 1;

  /** What kind of trouble it was. */
  public enum Kind {
    /** The two ends could not agree: on a protocol, a cipher suite, or an application protocol. */
    HANDSHAKE,

    /** A certificate was missing, has expired, is for another host, or nobody trusted vouches. */
    CERTIFICATE,

    /** They had not agreed when the time for that was over. */
    TIMED_OUT,

    /** What came is no TLS, was changed on its way, or broke the protocol. */
    RECORD,

    /** The peer wanted to agree anew on a connection that stands (TLS 1.2), which is refused. */
    RENEGOTIATION,

    /**
     * The connection ended without the peer's word that it had sent all: what came may have been
     * cut off by somebody else.
     */
    TRUNCATED,

    /**
     * The peer has ended the connection in both directions, as TLS 1.2 does; nothing can be sent.
     */
    ENDED
  }

  private final Kind kind;

  TlsException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** {@return what kind of trouble it was} */
  public Kind kind() {
    return kind;
  }
}
