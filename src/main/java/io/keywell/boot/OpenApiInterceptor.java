package io.keywell.boot;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.jspecify.annotations.Nullable;

/** Hands the making of a document, which a start asks for, to those who know when it is wanted. */
@Extension(name = OpenApiExtension.MARK, value = OpenApiExtension.ON_DEMAND)
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class OpenApiInterceptor {

    private final OpenApiDocuments documents;

    OpenApiInterceptor(OpenApiDocuments documents) {
        this.documents = documents;
    }

    @AroundInvoke
    @Nullable
    Object later(InvocationContext call) {
        documents.later(call::proceed);
        return null;
    }
}
