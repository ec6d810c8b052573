package io.keywell.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** How large a source file, a method and a constructor may be, and what nothing may be called. */
final class SourceRules {

    static final int FILE_LINES = 300;
    /** Even with a reason. */
    static final int FILE_LINES_REFUSED = 400;

    static final int METHOD_LINES = 40;
    static final int CONSTRUCTOR_PARAMETERS = 6;

    private static final Pattern SAYS_NOTHING_CLASS = Pattern.compile("Abstract[A-Z].*|.*(Manager|Helper|Utils?)");
    private static final Pattern SAYS_NOTHING_PACKAGE = Pattern.compile(".*\\.(util|common|impl)(\\..*)?");

    private final Path root;
    private final Map<String, String> longFiles;
    private final List<String> breaches = new ArrayList<>();

    /**
     * @param root of the sources
     * @param longFiles files that may have more than {@link #FILE_LINES} lines, below the root, with the reason
     */
    private SourceRules(Path root, Map<String, String> longFiles) {
        this.root = root.toAbsolutePath();
        this.longFiles = longFiles;
    }

    /** Every breach below the root: where, what, and the limit. */
    static List<String> breaches(Path root, Map<String, String> longFiles) {
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> files = tree.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            SourceRules rules = new SourceRules(root, longFiles);
            rules.checkSizes(files);
            rules.checkPackageInfos(files);
            rules.checkTrees(files);
            return rules.breaches;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkSizes(List<Path> files) throws IOException {
        TreeSet<String> unused = new TreeSet<>(longFiles.keySet());
        for (Path file : files) {
            String name = name(file);
            int lines = Files.readAllLines(file).size();
            boolean listed = lines > FILE_LINES && unused.remove(name);
            int limit = listed ? FILE_LINES_REFUSED : FILE_LINES;
            if (lines > limit) {
                breaches.add(name + ": " + lines + " lines; at most " + limit);
            }
        }
        unused.forEach(name -> breaches.add(name + ": listed as a long file and is none"));
        longFiles.forEach((name, reason) -> {
            if (reason.isBlank()) {
                breaches.add(name + ": listed as a long file without a reason");
            }
        });
    }

    private void checkPackageInfos(List<Path> files) {
        files.stream().map(Path::getParent).distinct().forEach(directory -> {
            if (!files.contains(directory.resolve("package-info.java"))) {
                breaches.add(name(directory) + ": no package-info.java that says what it owns and may use");
            }
        });
    }

    private void checkTrees(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(unit, positions).scan(unit, null);
            }
        }
    }

    private String name(Path file) {
        return root.relativize(file.toAbsolutePath()).toString().replace('\\', '/');
    }

    private final class Scanner extends TreeScanner<Void, ClassTree> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String file;

        Scanner(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.file = name(Path.of(unit.getSourceFile().toUri()));
            if (SAYS_NOTHING_PACKAGE.matcher(unit.getPackageName().toString()).matches()) {
                breaches.add(file + ": a package is named after what it owns, not util, common or impl");
            }
        }

        @Override
        public Void visitImport(ImportTree tree, ClassTree owner) {
            if (tree.getQualifiedIdentifier().toString().endsWith(".*")) {
                breaches.add(file + ": " + tree.toString().strip() + " hides what is used");
            }
            return super.visitImport(tree, owner);
        }

        @Override
        public Void visitClass(ClassTree tree, ClassTree owner) {
            if (SAYS_NOTHING_CLASS.matcher(tree.getSimpleName()).matches()) {
                breaches.add(file + ": " + tree.getSimpleName() + " does not say what it does");
            }
            return super.visitClass(tree, tree);
        }

        @Override
        public Void visitMethod(MethodTree tree, ClassTree owner) {
            long lines = line(positions.getEndPosition(unit, tree)) - line(positions.getStartPosition(unit, tree)) + 1;
            String where = file + ": " + owner.getSimpleName() + "." + tree.getName();
            if (lines > METHOD_LINES) {
                breaches.add(where + ": " + lines + " lines; at most " + METHOD_LINES);
            }
            int parameters = tree.getParameters().size();
            boolean constructor = tree.getName().contentEquals("<init>") && owner.getKind() != Tree.Kind.RECORD;
            if (constructor && parameters > CONSTRUCTOR_PARAMETERS) {
                breaches.add(where + ": " + parameters + " parameters; at most " + CONSTRUCTOR_PARAMETERS);
            }
            return super.visitMethod(tree, owner);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
