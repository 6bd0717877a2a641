package org.fastness.dataprotection;

/** A place for ciphertext or for a keyed look-up. Each column is a constant of the class that owns the table. */
public record Column(Dataset dataset, String table, String name) {
    public Column {
        Names.demand(table);
        Names.demand(name);
    }
}
