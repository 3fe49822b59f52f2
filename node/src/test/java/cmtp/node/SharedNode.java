package cmtp.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One node for all test classes that ask for it in their constructor, with the default limits: so
 * each test opens accounts of its own. Its peers are strangers: no network is trusted. It ends with
 * the test run.
 */
public final class SharedNode implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(SharedNode.class);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private record Running(TestNode node, Path data) implements AutoCloseable {
    static Running start() {
      try {
        Path data = Files.createTempDirectory("shared-node");
        return new Running(
            TestNode.start(
                data,
                "cmtp.domains=[\"example.org\",\"example.net\"]",
                "cmtp.trusted-networks=[]",
                "cmtp.cmtpd.enabled=true",
                "cmtp.cmtpd.port=0"),
            data);
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      }
    }

    @Override
    public void close() throws IOException {
      node.close();
      Files.walkFileTree(data, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failed)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  /** A name that no other test has. */
  public static String freshName(String stem) {
    return stem + NAMES.incrementAndGet();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestNode.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(Running.class, type -> Running.start(), Running.class)
        .node();
  }
}
