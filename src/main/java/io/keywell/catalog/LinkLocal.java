package io.keywell.catalog;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Addresses at which no provider is, but the machine's own cloud: its metadata service gives out credentials to whoever
 * asks from the machine. A base URL that leads there would carry our requests to it. Names that somebody else's DNS sends
 * there are not found here; the network policy is for them.
 */
final class LinkLocal {

    private static final Set<String> NAMES =
            Set.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");

    /** 169.254.0.0/16, and what some clouds use instead. */
    private static final long IPV4_BLOCK = 169L << 24 | 254L << 16;

    private static final Set<Long> IPV4 =
            Set.of(100L << 24 | 100L << 16 | 100L << 8 | 200L, 168L << 24 | 63L << 16 | 129L << 8 | 16L);

    private LinkLocal() {}

    /** @param host as a URL has it */
    static boolean is(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.startsWith("[")) {
            return ipv6(name.substring(1, name.length() - 1));
        }
        OptionalLong address = ipv4(name);
        return NAMES.contains(name) || (address.isPresent() && isIpv4(address.getAsLong()));
    }

    private static boolean isIpv4(long address) {
        return (address & 0xffff_0000L) == IPV4_BLOCK || IPV4.contains(address);
    }

    private static boolean ipv6(String address) {
        int dot = address.indexOf('.');
        if (dot > 0) {
            OptionalLong mapped = ipv4(address.substring(address.lastIndexOf(':') + 1));
            return mapped.isPresent() && isIpv4(mapped.getAsLong());
        }
        // fe80::/10 is link-local; the other is Amazon's metadata service.
        return address.matches("fe[89ab].*") || address.startsWith("fd00:ec2:") || address.matches(".*:ffff:a9fe:.*");
    }

    /** Also in the forms that systems still read: fewer parts, octal, hexadecimal. */
    private static OptionalLong ipv4(String host) {
        List<String> parts = List.of(host.split("\\.", -1));
        if (parts.size() > 4) {
            return OptionalLong.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.size(); i++) {
            OptionalLong part = number(parts.get(i));
            boolean last = i == parts.size() - 1;
            long most = last ? (1L << 8 * (5 - parts.size())) - 1 : 255;
            if (part.isEmpty() || part.getAsLong() > most) {
                return OptionalLong.empty();
            }
            address |= last ? part.getAsLong() : part.getAsLong() << 8 * (3 - i);
        }
        return OptionalLong.of(address);
    }

    private static OptionalLong number(String text) {
        try {
            if (text.startsWith("0x")) {
                return OptionalLong.of(Long.parseLong(text.substring(2), 16));
            }
            boolean octal = text.length() > 1 && text.startsWith("0");
            return OptionalLong.of(Long.parseLong(text, octal ? 8 : 10));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
