package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.examples.gateway.book.RestingOrder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * The books as the session thread sees them, wherever the matching runs. What the books say goes to
 * the sink that they were made with, on the session thread.
 */
interface Books {

  /** Whether a book has failed, and takes nothing any more. */
  boolean isHalted(int stock);

  /**
   * Gives an OUCH message to a book that is not halted.
   *
   * @param from the session that it comes from; it is made to wait if there is no room
   * @param owner the index of the account
   */
  void submit(int stock, ClientSession from, int owner, ByteBuffer buffer, int offset, int length);

  /** Adds what the books are heard through. */
  void join(Select<Message> select);

  /** A message that came through one of those. */
  void onReply(Reply reply);

  /** One of those has ended; does nothing if the source is none of them. */
  void onClosed(Receiver<?> source);

  /** Nothing more will be submitted: the books deal with what they have, and end. */
  void close();

  /** Whether all have ended. */
  boolean isOver();

  /** The session thread ends: the books end too, whatever they have. */
  void abandon();

  /** Returns the orders of each book by its stock, once all is over. */
  Map<String, List<RestingOrder>> snapshot();
}
