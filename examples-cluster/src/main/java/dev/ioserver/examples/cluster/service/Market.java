package dev.ioserver.examples.cluster.service;

import dev.ioserver.examples.cluster.wire.Wire;
import dev.ioserver.examples.gateway.book.DepthListener;
import dev.ioserver.examples.gateway.book.NumberSequence;
import dev.ioserver.examples.gateway.market.ReplyEncoder;
import dev.ioserver.examples.gateway.market.ReplySink;
import dev.ioserver.examples.gateway.market.StockMarket;
import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.OrderChecks;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.ouch.RejectReason;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.TokenMap;
import dev.ioserver.examples.gateway.session.MessageLog;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.agrona.collections.Long2LongHashMap;

/**
 * The replicated state: books, users, and all that users were ever told. The same requests in the
 * same order make the same state on every member; nothing here looks at a clock, at chance, or at
 * whether a reply has arrived.
 *
 * <p>A request that comes twice is dealt with once. New orders and replacements are known by user
 * and token; a token is used up by any answer. A cancel says what should remain, so a second one
 * takes nothing off. The requests of a gateway are dealt with in the order of their numbers,
 * without a gap. Belongs to one thread.
 */
public final class Market implements ReplySink {

  /** The messages of a user that are sent at once; the gateway asks for more. */
  static final int PAGE = 64;

  private static final int FORMAT = 2;
  private static final long NOTHING = Long.MIN_VALUE;
  private static final int MAX_RESTING_ORDERS = 1 << 20;
  private static final long MILLIS_A_DAY = TimeUnit.DAYS.toMillis(1);

  private final List<String> symbols;
  private final long[] stocks;
  private final StockMarket[] books;
  private final Replies replies;
  private final ReplyEncoder encoder = new ReplyEncoder(this);
  private final List<User> users = new ArrayList<>();
  private final Map<String, Integer> usersByName = new HashMap<>();

  /** The latest request of each gateway that was dealt with, by cluster session. */
  private final Long2LongHashMap dealtWith = new Long2LongHashMap(NOTHING);

  private final EnterOrder enterOrder = new EnterOrder();
  private final CancelOrder cancelOrder = new CancelOrder();
  private final ReplaceOrder replaceOrder = new ReplaceOrder();
  private final ByteBuffer reply = ByteBuffer.allocate(Wire.MAX_LENGTH);
  private long nanosSinceMidnight;
  private long repeated;

  /** A market in these stocks, without users. */
  public Market(List<String> symbols, Replies replies) {
    this.symbols = List.copyOf(symbols);
    this.replies = replies;
    stocks = symbols.stream().mapToLong(s -> Ascii.pack(s, Ouch.STOCK_LENGTH)).toArray();
    books = new StockMarket[stocks.length];
    for (int i = 0; i < books.length; i++) {
      books[i] =
          new StockMarket(
              stocks[i],
              MAX_RESTING_ORDERS,
              new NumberSequence(i + 1, books.length),
              new NumberSequence(i + 1, books.length),
              this,
              DepthListener.NONE);
    }
  }

  /** Returns how many requests came a second time and were ignored. */
  public long repeated() {
    return repeated;
  }

  /**
   * Deals with one request; what is not a request of {@link Wire} is ignored. So is one that comes
   * before another that the gateway has numbered lower: that one got lost on the way, and the
   * gateway will offer both again.
   *
   * @param gateway the cluster session that it comes from
   * @param millis the cluster's time
   */
  public void onRequest(long gateway, ByteBuffer request, int length, long millis) {
    if (length < Wire.BODY) {
      return;
    }
    long correlation = request.getLong(Wire.CORRELATION);
    long before = dealtWith.get(gateway);
    if (correlation <= 0 || (before != NOTHING && correlation > before + 1)) {
      return;
    }
    nanosSinceMidnight = TimeUnit.MILLISECONDS.toNanos(Math.floorMod(millis, MILLIS_A_DAY));
    encoder.timestamp(nanosSinceMidnight);
    switch (request.get(Wire.TYPE)) {
      case Wire.LOGIN -> {
        if (length == Wire.LOGIN_LENGTH) {
          login(gateway, request);
        }
      }
      case Wire.ORDER -> {
        if (length > Wire.ORDER_MESSAGE && isUser(request.getInt(Wire.USER))) {
          order(request.getInt(Wire.USER), request, length - Wire.ORDER_MESSAGE);
        }
      }
      case Wire.FETCH -> {
        if (length == Wire.FETCH_LENGTH && isUser(request.getInt(Wire.USER))) {
          fetch(gateway, request);
        }
      }
      case Wire.GOODBYE -> {
        if (length == Wire.GOODBYE_LENGTH && isUser(request.getInt(Wire.USER))) {
          User user = users.get(request.getInt(Wire.USER));
          if (user.login == request.getLong(Wire.LOGIN_NUMBER)) {
            user.gateway = User.NOWHERE;
          }
        }
      }
      default -> {} // of a version that is not known here
    }
    dealtWith.put(gateway, Math.max(before, correlation));
    reply.put(Wire.TYPE, Wire.DONE);
    reply.putLong(Wire.CORRELATION, correlation);
    replies.send(gateway, reply, Wire.DONE_LENGTH);
  }

  /** A gateway is gone; its users are nowhere until they come back. */
  public void onGatewayGone(long gateway) {
    dealtWith.remove(gateway);
    for (User user : users) {
      if (user.gateway == gateway) {
        user.gateway = User.NOWHERE;
      }
    }
  }

  /** Keeps a message for a user, and sends it to the gateway where the user is. */
  @Override
  public void onReply(int owner, ByteBuffer buffer, int offset, int length) {
    User user = users.get(owner);
    long sequence = user.messages.append(buffer, offset, length);
    if (sequence != SequencedStore.FULL && user.gateway != User.NOWHERE) {
      send(user.gateway, owner, sequence, buffer, offset, length);
    }
  }

  /**
   * Writes the whole state. Equal states write equal bytes.
   *
   * @throws IOException from {@code out}
   */
  public void save(DataOutput out) throws IOException {
    saveTrade(out);
    for (User user : users) {
      user.savePlace(out);
    }
    long[] gateways = dealtWith.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    out.writeInt(gateways.length);
    for (long gateway : gateways) {
      out.writeLong(gateway);
      out.writeLong(dealtWith.get(gateway));
    }
  }

  private void saveTrade(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    out.writeUTF(String.join(",", symbols));
    out.writeLong(repeated);
    out.writeInt(users.size());
    for (User user : users) {
      user.save(out);
    }
    for (StockMarket book : books) {
      book.book().save(out);
    }
  }

  /**
   * Reads what {@link #save} has written, into a market that is still empty.
   *
   * @throws IOException from {@code in}, or if it is the state of another market
   */
  public void restore(DataInput in) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("the snapshot has format " + format + ", and this program " + FORMAT);
    }
    String saved = in.readUTF();
    if (!saved.equals(String.join(",", symbols))) {
      throw new IOException("the snapshot is of a market in " + saved + ", not in " + symbols);
    }
    repeated = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      add(User.read(in));
    }
    for (StockMarket book : books) {
      book.book().restore(in);
    }
    for (User user : users) {
      user.restorePlace(in);
    }
    for (int left = in.readInt(); left > 0; left--) {
      dealtWith.put(in.readLong(), in.readLong());
    }
  }

  /**
   * Returns a checksum of books, tokens and messages: of all but where users are logged in, which
   * changes when a gateway is lost.
   */
  public long checksum() {
    CheckedOutputStream out =
        new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32C());
    try (DataOutputStream data = new DataOutputStream(out)) {
      saveTrade(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.getChecksum().getValue();
  }

  private boolean isUser(int index) {
    return index >= 0 && index < users.size();
  }

  private int add(User user) {
    usersByName.put(user.name, users.size());
    users.add(user);
    return users.size() - 1;
  }

  private void login(long gateway, ByteBuffer request) {
    long correlation = request.getLong(Wire.CORRELATION);
    String session = Ascii.getTrimmed(request, Wire.SESSION, Wire.SESSION_LENGTH);
    int index = Wire.NO_SESSION;
    long login = 0;
    long next = 1;
    if (session.isEmpty() || session.equals(Wire.SESSION_NAME)) {
      String name = Ascii.getTrimmed(request, Wire.NAME, Wire.NAME_LENGTH);
      Integer known = usersByName.get(name);
      index = known == null ? add(new User(name)) : known;
      User user = users.get(index);
      if (known == null) {
        encoder.onSystemEvent(index, Ouch.START_OF_DAY);
      } else if (user.gateway != User.NOWHERE && user.gateway != gateway) {
        sendNumber(Wire.TAKEN_OVER, user.gateway, index, user.login);
      }
      // The very same login, offered again, keeps its number: the gateway may know it by now.
      if (user.gateway != gateway || user.loginCorrelation != correlation) {
        user.gateway = gateway;
        user.loginCorrelation = correlation;
        user.login++;
      }
      login = user.login;
      next = user.messages.nextSequence();
    }
    reply.put(Wire.TYPE, Wire.LOGGED_IN);
    reply.putLong(Wire.CORRELATION, correlation);
    reply.putInt(Wire.LOGGED_IN_USER, index);
    reply.putLong(Wire.LOGGED_IN_NUMBER, login);
    reply.putLong(Wire.LOGGED_IN_NEXT, next);
    replies.send(gateway, reply, Wire.LOGGED_IN_LENGTH);
  }

  private void fetch(long gateway, ByteBuffer request) {
    int index = request.getInt(Wire.USER);
    User user = users.get(index);
    long from = request.getLong(Wire.FROM);
    if (user.login != request.getLong(Wire.LOGIN_NUMBER)) {
      sendNumber(Wire.TAKEN_OVER, gateway, index, request.getLong(Wire.LOGIN_NUMBER));
      return;
    }
    user.gateway = gateway;
    long next = user.messages.nextSequence();
    if (from < 1 || from > next) {
      return;
    }
    MessageLog.Cursor cursor = user.messages.cursor(from);
    for (int left = PAGE; left > 0 && cursor.hasNext(); left--) {
      send(
          gateway,
          index,
          cursor.sequence(),
          cursor.buffer(),
          cursor.offset() + SoupPacket.PAYLOAD_OFFSET,
          cursor.length() - SoupPacket.PAYLOAD_OFFSET);
      cursor.advance();
    }
    sendNumber(Wire.PAGE_END, gateway, index, next);
  }

  private void order(int index, ByteBuffer request, int length) {
    int offset = Wire.ORDER_MESSAGE;
    if (OuchFault.ofClientMessage(request, offset, length) != OuchFault.NONE) {
      return; // gateways let no such message through
    }
    User user = users.get(index);
    switch (request.get(offset)) {
      case Ouch.ENTER_ORDER -> enter(index, user, request, enterOrder.wrap(request, offset));
      case Ouch.REPLACE_ORDER -> replace(index, user, request, replaceOrder.wrap(request, offset));
      case Ouch.CANCEL_ORDER -> {
        cancelOrder.wrap(request, offset);
        int stock = user.tokens.get(cancelOrder.tokenHigh(), cancelOrder.tokenLow());
        if (stock != TokenMap.ABSENT && stock != UsedTokens.NO_STOCK) {
          apply(stock, index, request);
        }
      }
      default -> throw new AssertionError("type " + request.get(offset));
    }
  }

  private void enter(int index, User user, ByteBuffer request, EnterOrder order) {
    byte reason = OrderChecks.check(order);
    int stock = reason == RejectReason.NONE ? stock(order.stock()) : UsedTokens.NO_STOCK;
    if (stock == UsedTokens.NO_STOCK && reason == RejectReason.NONE) {
      reason = RejectReason.INVALID_STOCK;
    }
    use(index, user, request, order.tokenHigh(), order.tokenLow(), stock, reason);
  }

  private void replace(int index, User user, ByteBuffer request, ReplaceOrder order) {
    byte reason = OrderChecks.check(order);
    int stock = user.tokens.get(order.existingTokenHigh(), order.existingTokenLow());
    if (stock == TokenMap.ABSENT || stock == UsedTokens.NO_STOCK) {
      stock = UsedTokens.NO_STOCK;
      reason = reason == RejectReason.NONE ? RejectReason.OTHER : reason;
    }
    use(index, user, request, order.tokenHigh(), order.tokenLow(), stock, reason);
  }

  /** Applies a request to its book, or rejects it; unless its token was used before. */
  private void use(
      int index, User user, ByteBuffer request, long high, long low, int stock, byte reason) {
    if (user.tokens.get(high, low) != TokenMap.ABSENT) {
      repeated++;
      return;
    }
    if (user.tokens.isFull()) {
      encoder.onRejected(index, high, low, RejectReason.OTHER);
      return;
    }
    user.tokens.put(high, low, reason == RejectReason.NONE ? stock : UsedTokens.NO_STOCK);
    if (reason == RejectReason.NONE) {
      apply(stock, index, request);
    } else {
      encoder.onRejected(index, high, low, reason);
    }
  }

  private void apply(int stock, int index, ByteBuffer request) {
    books[stock].onMessage(index, request, Wire.ORDER_MESSAGE, nanosSinceMidnight);
  }

  private int stock(long symbol) {
    for (int i = 0; i < stocks.length; i++) {
      if (stocks[i] == symbol) {
        return i;
      }
    }
    return UsedTokens.NO_STOCK;
  }

  private void send(
      long gateway, int user, long sequence, ByteBuffer buffer, int offset, int length) {
    reply.put(Wire.TYPE, Wire.MESSAGE);
    reply.putInt(Wire.REPLY_USER, user);
    reply.putLong(Wire.SEQUENCE, sequence);
    reply.put(Wire.MESSAGE_BYTES, buffer, offset, length);
    replies.send(gateway, reply, Wire.MESSAGE_BYTES + length);
  }

  private void sendNumber(byte type, long gateway, int user, long number) {
    reply.put(Wire.TYPE, type);
    reply.putInt(Wire.REPLY_USER, user);
    reply.putLong(Wire.SEQUENCE, number);
    replies.send(gateway, reply, Wire.PAGE_END_LENGTH);
  }
}
