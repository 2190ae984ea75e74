package dev.ioserver.examples.cluster.node;

import io.aeron.archive.ArchiveTool;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one member. It is locked while the member runs, and says whose it is. The system
 * takes the lock back when the process is killed, so that the next one can start at once.
 */
final class DataFolder implements AutoCloseable {

  private static final String OWNER = "member.txt";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Opens the folder, and makes it if it is not there.
   *
   * @throws IllegalArgumentException if it is another member's, or in use
   */
  static DataFolder open(Path folder, int id, Members members) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new IllegalArgumentException(
          "--data " + folder + " cannot be used: " + reason + "; name a folder that is yours", e);
    }
    try {
      if (tryLock(channel) == null) {
        throw new IllegalArgumentException(
            "--data " + folder + " is in use by another process: is member " + id + " running?");
      }
      String owner = "member " + id + " of " + members;
      Path file = folder.resolve(OWNER);
      if (Files.exists(file)) {
        String found = Files.readString(file).strip();
        if (!found.equals(owner)) {
          throw new IllegalArgumentException(
              "--data " + folder + " belongs to " + found + ", and this is " + owner);
        }
      } else {
        Files.writeString(file, owner + System.lineSeparator());
      }
      DataFolder opened = new DataFolder(folder, channel);
      opened.removeMarks();
      return opened;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  Path cluster() {
    return folder.resolve("cluster");
  }

  Path archive() {
    return folder.resolve("archive");
  }

  /**
   * Takes off a last message that was written in part, as on a full disk, or when the power fails.
   * Aeron leaves that to somebody who decides; here nothing else can be done.
   */
  void takeOffTornEnd() throws IOException {
    removeMarks();
    ArchiveTool.verify(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        archive().toFile(),
        EnumSet.noneOf(ArchiveTool.VerifyOption.class),
        null,
        file -> true);
    removeMarks();
  }

  /** Gives the folder to the next process. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process
    }
  }

  /**
   * Aeron takes a file with a recent time in it for a process that runs. The lock knows better:
   * what is here was left by one that was killed.
   */
  private void removeMarks() throws IOException {
    Files.deleteIfExists(archive().resolve("archive-mark.dat"));
    Files.deleteIfExists(cluster().resolve("cluster-mark.dat"));
    Files.deleteIfExists(cluster().resolve("cluster-mark-service-0.dat"));
  }
}
