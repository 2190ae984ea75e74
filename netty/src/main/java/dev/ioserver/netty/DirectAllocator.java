package dev.ioserver.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * A channel's allocator, but that every buffer without a kind is a direct one: the system reads
 * into native memory alone. For what decides about the size of a buffer and not about its kind.
 *
 * <p>Thread-safety: as the allocator behind it, which is exchanged by the event loop's thread.
 */
final class DirectAllocator implements ByteBufAllocator {

  private ByteBufAllocator behind = ByteBufAllocator.DEFAULT;

  DirectAllocator() {}

  DirectAllocator over(ByteBufAllocator allocator) {
    behind = allocator;
    return this;
  }

  @Override
  public ByteBuf buffer() {
    return behind.directBuffer();
  }

  @Override
  public ByteBuf buffer(int initialCapacity) {
    return behind.directBuffer(initialCapacity);
  }

  @Override
  public ByteBuf buffer(int initialCapacity, int maxCapacity) {
    return behind.directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public ByteBuf ioBuffer() {
    return behind.directBuffer();
  }

  @Override
  public ByteBuf ioBuffer(int initialCapacity) {
    return behind.directBuffer(initialCapacity);
  }

  @Override
  public ByteBuf ioBuffer(int initialCapacity, int maxCapacity) {
    return behind.directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public ByteBuf heapBuffer() {
    return behind.heapBuffer();
  }

  @Override
  public ByteBuf heapBuffer(int initialCapacity) {
    return behind.heapBuffer(initialCapacity);
  }

  @Override
  public ByteBuf heapBuffer(int initialCapacity, int maxCapacity) {
    return behind.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public ByteBuf directBuffer() {
    return behind.directBuffer();
  }

  @Override
  public ByteBuf directBuffer(int initialCapacity) {
    return behind.directBuffer(initialCapacity);
  }

  @Override
  public ByteBuf directBuffer(int initialCapacity, int maxCapacity) {
    return behind.directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public CompositeByteBuf compositeBuffer() {
    return behind.compositeDirectBuffer();
  }

  @Override
  public CompositeByteBuf compositeBuffer(int maxNumComponents) {
    return behind.compositeDirectBuffer(maxNumComponents);
  }

  @Override
  public CompositeByteBuf compositeHeapBuffer() {
    return behind.compositeHeapBuffer();
  }

  @Override
  public CompositeByteBuf compositeHeapBuffer(int maxNumComponents) {
    return behind.compositeHeapBuffer(maxNumComponents);
  }

  @Override
  public CompositeByteBuf compositeDirectBuffer() {
    return behind.compositeDirectBuffer();
  }

  @Override
  public CompositeByteBuf compositeDirectBuffer(int maxNumComponents) {
    return behind.compositeDirectBuffer(maxNumComponents);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return behind.isDirectBufferPooled();
  }

  @Override
  public int calculateNewCapacity(int minNewCapacity, int maxCapacity) {
    return behind.calculateNewCapacity(minNewCapacity, maxCapacity);
  }
}
