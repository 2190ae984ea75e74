package dev.ioserver.testkit.suite;

import dev.ioserver.engine.spi.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * As the context class loader of a thread, makes an engine known that is a class of these tests. An
 * engine that ships is known by the {@code provides} of its module. A service that no descriptor
 * provides is found in the unnamed module alone, so its classes are defined there once more.
 */
public final class EngineLoader extends ClassLoader {

  private final Class<?> engine;
  private final String classes;
  private final URL list;

  /**
   * Makes one.
   *
   * @param engine the engine
   * @param classes how the names of its classes begin
   * @param folder where the list of services may be written
   */
  public EngineLoader(ClassLoader parent, Class<?> engine, String classes, Path folder)
      throws IOException {
    super(parent);
    this.engine = engine;
    this.classes = classes;
    Path file = Files.writeString(folder.resolve(Engine.class.getName()), engine.getName());
    this.list = file.toUri().toURL();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(classes)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
    try (InputStream in = engine.getResourceAsStream(file)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = Collections.list(super.getResources(name));
    if (name.equals("META-INF/services/" + Engine.class.getName())) {
      all.add(list);
    }
    return Collections.enumeration(all);
  }
}
