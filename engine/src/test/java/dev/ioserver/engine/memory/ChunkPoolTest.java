package dev.ioserver.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** The pool, above all where there is no memory. */
class ChunkPoolTest {

  private IntPredicate memory = _ -> true;
  private final ChunkPool pool = new ChunkPool(this::allocate);

  private ByteBuffer allocate(int bytes) {
    if (!memory.test(bytes)) {
      throw new OutOfMemoryError("Cannot reserve " + bytes + " bytes, says the test");
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  @Test
  void withoutMemoryNothingIsCounted() {
    memory = _ -> false;
    for (int bytes : new int[] {0, 1_000, 10_000, 60_000, 1 << 20}) {
      assertThrows(OutOfMemoryError.class, () -> pool.lease(bytes));
      assertThrows(OutOfMemoryError.class, () -> pool.leaseByOwner(bytes));
    }
    assertEquals(0, pool.outstanding());
    assertEquals(0, pool.created());
    memory = _ -> true;
    Chunk chunk = pool.lease(10);
    assertEquals(1, pool.outstanding());
    assertEquals(1, pool.created());
    chunk.release();
    assertEquals(0, pool.outstanding());
  }

  /** No sum of lengths overflows. */
  @Test
  void whatIsLongerThanAnyChunkIsRefused() {
    memory = _ -> false;
    for (int bytes :
        new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 127, Integer.MAX_VALUE - 128}) {
      OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> pool.lease(bytes));
      assertTrue(String.valueOf(error.getMessage()).contains("Cannot reserve"));
    }
    assertEquals(0, pool.outstanding());
  }

  @Test
  void aLargerChunkThatIsFreeServesAsWell() {
    Chunk large = pool.lease(ChunkPool.LARGEST);
    large.release();
    memory = _ -> false;
    Chunk small = pool.lease(1);
    assertSame(large, small);
    assertEquals(1, pool.outstanding());
    small.release();
    memory = _ -> true;
    assertSame(large, pool.lease(ChunkPool.LARGEST), "it is not kept with the small ones");
    assertEquals(1, pool.created());
  }

  @Test
  void whatIsFreeIsGivenUpForWhatDoesNotFit() {
    pool.lease(1).release();
    pool.lease(ChunkPool.LARGEST).release();
    int[] refused = {0};
    memory = _ -> refused[0]++ > 0;
    Chunk huge = pool.lease(1 << 20);
    assertEquals(1 << 20, huge.capacity());
    assertEquals(2, refused[0], "tried once more");
    huge.release();
    assertEquals(0, pool.outstanding());
    Chunk small = pool.lease(1);
    assertEquals(3, pool.created(), "the old one was given up");
    small.release();
  }
}
