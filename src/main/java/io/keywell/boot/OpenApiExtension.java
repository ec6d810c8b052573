package io.keywell.boot;

import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import jakarta.enterprise.inject.build.compatible.spi.AnnotationBuilder;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Discovery;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.MetaAnnotations;
import jakarta.enterprise.inject.build.compatible.spi.MethodConfig;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;

/**
 * Works in the build: has {@link OpenApiInterceptor} called where Quarkus makes the OpenAPI document at each start, a
 * seventh of what a start's main thread did, though few gateways are ever asked for it.
 *
 * <p>The mark on that method is an annotation of a library, because Quarkus loads its own beans where tests and
 * development mode show them no class of ours.
 */
public final class OpenApiExtension implements BuildCompatibleExtension {

    static final String MARK = "x-keywell-made";
    static final String ON_DEMAND = "on demand";

    private static final String MAKING = "prepareDocument";

    @Discovery
    public void mark(MetaAnnotations annotations) {
        annotations.addInterceptorBinding(Extension.class);
    }

    @Enhancement(types = OpenApiDocumentService.class)
    public void onDemand(MethodConfig method) {
        if (method.info().name().equals(MAKING)) {
            method.addAnnotation(AnnotationBuilder.of(Extension.class)
                    .member("name", MARK)
                    .member("value", ON_DEMAND)
                    .build());
        }
    }
}
