package dev.ioserver.architecture;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Methods that are there because an interface wants them, and can do nothing but refuse. */
final class Refusals {

  /** What such a method throws. What a caller did wrong has other names. */
  private static final Set<String> REFUSALS =
      Set.of("java/lang/UnsupportedOperationException", "java/lang/AssertionError");

  private Refusals() {}

  /** The methods, "Class.method", of all the compiled classes in a folder. */
  static List<String> in(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        var type = ClassFile.of().parse(file);
        for (MethodModel method : type.methods()) {
          if (refuses(method)) {
            found.add(
                type.thisClass().asInternalName().replace('/', '.')
                    + "."
                    + method.methodName().stringValue());
          }
        }
      }
    }
    return found;
  }

  /** A private or static method is no interface's: it helps others to throw. */
  private static boolean refuses(MethodModel method) {
    return !method.flags().has(AccessFlag.PRIVATE)
        && !method.flags().has(AccessFlag.STATIC)
        && method.code().map(Refusals::onlyThrows).orElse(false);
  }

  /** Every way out is a throw, and all that is done before is to construct what is thrown. */
  private static boolean onlyThrows(CodeModel code) {
    boolean constructs = false;
    boolean throwsIt = false;
    for (CodeElement element : code) {
      switch (element) {
        case ReturnInstruction _ -> {
          return false;
        }
        case InvokeInstruction call when !call.name().equalsString("<init>") -> {
          return false;
        }
        case NewObjectInstruction made ->
            constructs |= REFUSALS.contains(made.className().asInternalName());
        case ThrowInstruction _ -> throwsIt = true;
        default -> {
          // Branches too: those of an assert lead to a throw.
        }
      }
    }
    return constructs && throwsIt;
  }
}
