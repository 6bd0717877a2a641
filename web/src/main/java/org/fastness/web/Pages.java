package org.fastness.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/**
 * The two bundles as the build left them, each file checked against the list of sums on the way in.
 *
 * @param app files of the app origin by path, such as {@code index.html}
 * @param wallet files of the wallet origin
 * @param hash SHA-256 of the list of sums: names every octet of both bundles. {@code sha256sum SHA256SUMS} prints it
 */
public record Pages(Map<String, Bytes> app, Map<String, Bytes> wallet, Bytes hash) {

    private static final String ROOT = "/bundle/";
    private static final int HASH_DIGITS = 64;

    public Pages {
        app = Map.copyOf(app);
        wallet = Map.copyOf(wallet);
    }

    /** Reads both from the class path. */
    public static Pages load() throws IOException {
        Bytes sums = read("SHA256SUMS");
        Map<String, Bytes> files = new TreeMap<>();
        for (String line : sums.utf8().split("\n")) {
            String path = line.substring(HASH_DIGITS + 2);
            Bytes content = read(path);
            if (!Digests.sha256(content).hex().equals(line.substring(0, HASH_DIGITS))) throw new IOException("a page's octets differ from SHA256SUMS: " + path);
            files.put(path, content);
        }
        return new Pages(under("app/", files), under("wallet/", files), Digests.sha256(sums));
    }

    private static Bytes read(String path) throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream(ROOT + path)) {
            if (in == null) throw new FileNotFoundException("not in the bundle: " + path);
            return Bytes.wrapUnsafe(in.readAllBytes());
        }
    }

    private static Map<String, Bytes> under(String site, Map<String, Bytes> files) {
        Map<String, Bytes> out = new TreeMap<>();
        files.forEach((path, content) -> {
            if (path.startsWith(site)) out.put(path.substring(site.length()), content);
        });
        return out;
    }
}
