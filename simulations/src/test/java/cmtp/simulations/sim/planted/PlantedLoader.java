package cmtp.simulations.sim.planted;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * Loads all of our own classes once more, some of them with a fault in them. Everything else, the
 * libraries, is shared with the rest of the test.
 */
final class PlantedLoader extends ClassLoader {
  private static final String OURS = "cmtp.";

  private final ClassFileLocator files;
  private final List<Fault> faults;

  /** Classes that the planting of others made. */
  private final Map<String, byte[]> made = new HashMap<>();

  /** A method that does something else. */
  record Fault(
      String type, ElementMatcher<? super MethodDescription> methods, Implementation instead) {}

  PlantedLoader(List<Fault> faults) {
    super("planted", PlantedLoader.class.getClassLoader());
    this.files = ClassFileLocator.ForClassLoader.of(getParent());
    this.faults = List.copyOf(faults);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null || !name.startsWith(OURS)) {
        return known != null ? known : super.loadClass(name, resolve);
      }
      try {
        byte[] bytes = bytes(name);
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException missing) {
        throw new ClassNotFoundException(name, missing);
      }
    }
  }

  private byte[] bytes(String name) throws IOException {
    if (made.containsKey(name)) {
      return made.get(name);
    }
    ClassFileLocator.Resolution file = files.locate(name);
    if (!file.isResolved()) {
      throw new IOException("no class file of " + name);
    }
    byte[] bytes = file.resolve();
    for (Fault fault : faults) {
      bytes = fault.type().equals(name) ? planted(name, fault, bytes) : bytes;
    }
    return bytes;
  }

  private byte[] planted(String name, Fault fault, byte[] bytes) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, bytes), files);
    DynamicType.Unloaded<?> type =
        new ByteBuddy()
            .rebase(TypePool.Default.of(locator).describe(name).resolve(), locator)
            .method(fault.methods())
            .intercept(fault.instead())
            .make();
    type.getAuxiliaryTypes().forEach((one, code) -> made.put(one.getName(), code));
    return type.getBytes();
  }
}
