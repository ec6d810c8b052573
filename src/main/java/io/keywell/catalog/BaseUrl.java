package io.keywell.catalog;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider is.
 *
 * @param path without a slash at its end; may be empty
 */
public record BaseUrl(boolean tls, String host, int port, String path) {

    /** The message about an address of the machine's own cloud. */
    public static final String LINK_LOCAL = "an address at which a provider can be, not the machine's own cloud";

    /** Reads {@code http[s]://host[:port][/path]}. Throws {@link IllegalArgumentException} that says what is expected. */
    public static BaseUrl parse(String url) {
        return parse(url, false);
    }

    /** @param linkLocal whether it may be an address of the machine's own cloud */
    public static BaseUrl parse(String url, boolean linkLocal) {
        URI uri = uri(url);
        String scheme = uri.getScheme();
        if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException("expected http://host[:port][/path] or https://...");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("expected a URL without user, query and fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("expected a port from 1 to 65535");
        }
        if (!linkLocal && LinkLocal.is(uri.getHost())) {
            throw new IllegalArgumentException(LINK_LOCAL);
        }
        boolean tls = "https".equals(scheme);
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new BaseUrl(tls, uri.getHost(), port, withoutSlash(uri.getRawPath()));
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a URL: " + e.getMessage(), e);
        }
    }

    private static String withoutSlash(@Nullable String path) {
        if (path == null) {
            return "";
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
