package dev.ioserver.netty.suite;

import dev.ioserver.netty.IoServerIoHandler;
import dev.ioserver.netty.IoServerServerSocketChannel;
import dev.ioserver.netty.IoServerSocketChannel;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.testsuite.transport.AbstractSingleThreadEventLoopTest;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** Netty's own suite of event loops. */
@Tag("suite")
@ExtendWith(SuiteEnvironment.class)
class EventLoopSuiteTest extends AbstractSingleThreadEventLoopTest {

  @Override
  protected EventLoopGroup newEventLoopGroup() {
    return new MultiThreadIoEventLoopGroup(IoServerIoHandler.newFactory());
  }

  @Override
  protected EventLoopGroup newAutoScalingEventLoopGroup() {
    return new MultiThreadIoEventLoopGroup(
        SCALING_MAX_THREADS,
        (Executor) null,
        AUTO_SCALING_CHOOSER_FACTORY,
        IoServerIoHandler.newFactory());
  }

  @Override
  protected Channel newChannel() {
    return new IoServerSocketChannel();
  }

  @Override
  protected Class<? extends ServerChannel> serverChannelClass() {
    return IoServerServerSocketChannel.class;
  }

  @Test
  @Override
  public void shutdownBeforeStart() throws Exception {
    inTime(super::shutdownBeforeStart);
  }

  @Test
  @Override
  public void shutdownGracefullyZeroQuietBeforeStart() throws Exception {
    inTime(super::shutdownGracefullyZeroQuietBeforeStart);
  }

  @Test
  @Override
  public void testShutdownGracefullyNoQuietPeriod() throws Exception {
    inTime(super::testShutdownGracefullyNoQuietPeriod);
  }

  @Test
  @Override
  public void shutdownGracefullyBeforeStart() throws Exception {
    inTime(super::shutdownGracefullyBeforeStart);
  }

  @Test
  @Override
  public void gracefulShutdownAfterStart() throws Exception {
    inTime(super::gracefulShutdownAfterStart);
  }

  /** Loops that are idle go within some hundred milliseconds: before they are counted, perhaps. */
  @Test
  @Override
  public void testAutoScalingEventLoopGroupCanScaleDownAndBeUsed() throws Exception {
    inTime(super::testAutoScalingEventLoopGroupCanScaleDownAndBeUsed);
  }

  @Test
  @Override
  public void testSubmittingTaskWakesUpSuspendedExecutor() throws Exception {
    inTime(super::testSubmittingTaskWakesUpSuspendedExecutor);
  }

  private static void inTime(Executable test) throws Exception {
    try {
      OnABusyMachine.once(test);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
