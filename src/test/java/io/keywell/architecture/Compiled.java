package io.keywell.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes that rules are checked against: the project's own, and ones planted to break a rule. */
final class Compiled {

    static final String ROOT = "io.keywell";

    /** Every class of the project, without tests. */
    static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Shared, because opening the class path is most of what a small compilation costs. */
    private static final JavaFileManager FILES =
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);

    private Compiled() {}

    /** Compiles the sources and says how they break the rule. */
    static List<String> breaches(ArchRule rule, Path directory, String... sources) {
        return breaches(rule, planted(directory, sources));
    }

    static List<String> breaches(ArchRule rule, JavaClasses classes) {
        return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }

    /**
     * Compiles sources.
     *
     * @param directory empty; takes the class files
     * @param sources one top-level class each, starting with its package clause
     */
    static JavaClasses planted(Path directory, String... sources) {
        List<String> options = List.of("-proc:none", "-d", directory.toString());
        List<JavaFileObject> files = Stream.of(sources).map(Compiled::file).toList();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(null, FILES, null, options, null, files)
                .call();
        assertThat(compiled).as("the planted sources compile").isTrue();
        return new ClassFileImporter().importPath(directory);
    }

    private static JavaFileObject file(String source) {
        String name = source.replaceFirst("(?s).*?\\b(?:class|interface|record) (\\w+).*", "$1");
        return new SimpleJavaFileObject(URI.create("planted:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
