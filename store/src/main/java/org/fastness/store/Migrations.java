package org.fastness.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;

/**
 * A product's migrations in the order they apply: files {@code NNNN_what.sql} on the class path, numbered from 1 without a gap. A
 * file that was ever released is never edited: its hash stands in every store.
 */
public record Migrations(String product, List<File> files) {

    /** The largest migration file accepted. */
    static final int MAX_FILE_BYTES = 1 << 20;

    /** One step: its number, its name, the hash of its octets, and its statements. */
    public record File(int number, String name, Bytes sha256, List<String> statements) {
        public File {
            statements = List.copyOf(statements);
        }

        static File parse(String name, Bytes octets) {
            if (!name.matches("\\d{4}_[a-z0-9_]+\\.sql")) throw new IllegalArgumentException(name + " is not named NNNN_what.sql");
            if (octets.size() > MAX_FILE_BYTES) throw new IllegalArgumentException(name + " is larger than " + MAX_FILE_BYTES + " octets");
            return new File(Integer.parseInt(name.substring(0, 4)), name, Digests.sha256(octets), SqlText.statements(octets.utf8()));
        }
    }

    public Migrations {
        files = List.copyOf(files);
        for (int i = 0; i < files.size(); i++)
            if (files.get(i).number() != i + 1) throw new IllegalArgumentException(product + ": " + files.get(i).name() + " does not have number " + (i + 1));
    }

    /** Reads the named files from the folder of the class, which is the product's own: resources are looked up beside it. */
    public static Migrations of(String product, Class<?> beside, String... names) {
        List<File> files = new ArrayList<>();
        for (String name : names) files.add(File.parse(name, resource(beside, name)));
        return new Migrations(product, files);
    }

    private static Bytes resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) throw new IllegalArgumentException("no resource " + name + " beside " + beside.getName());
            return Bytes.wrapUnsafe(in.readNBytes(MAX_FILE_BYTES + 1));
        } catch (IOException broken) {
            throw new IllegalStateException("cannot read " + name, broken);
        }
    }

    /** The products' names, each once. */
    static void demandDistinct(List<Migrations> products) {
        Set<String> seen = new HashSet<>();
        for (Migrations product : products)
            if (!seen.add(product.product())) throw new IllegalArgumentException("two lists of migrations for " + product.product());
    }
}
