package org.fastness.store;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Ticker;

/** Applies migrations inside the caller's transaction: lock first, then compare what was applied, then apply the rest. */
final class Migrator {
    private Migrator() {}

    private record Applied(int number, String name, Bytes sha256) {}

    static void migrate(Tx tx, Ticker ticker, List<Migrations> products) {
        Migrations.demandDistinct(products);
        lock(tx);
        tx.define("""
                create table if not exists schema_migration (
                  product text not null, number bigint not null, name text not null, sha256 bytea not null, applied_at bigint not null,
                  primary key (product, number))""");
        for (Migrations product : products) migrate(tx, ticker, product);
    }

    // SQLite: the one writer holds the lock already. PostgreSQL: servers that start together queue here until the first commits.
    private static void lock(Tx tx) {
        if (tx.dialect() == Dialect.POSTGRES) tx.query("select cast(pg_advisory_xact_lock(7378645031) as text) as held", row -> row.text("held"));
    }

    private static void migrate(Tx tx, Ticker ticker, Migrations product) {
        List<Applied> applied = tx.query("select number, name, sha256 from schema_migration where product = ? order by number",
                row -> new Applied(row.int32("number"), row.text("name"), row.bytes("sha256")), product.product());
        for (Applied step : applied) refuseUnknown(product, step);
        for (Migrations.File file : product.files().subList(applied.size(), product.files().size())) {
            file.statements().forEach(tx::define);
            tx.update("insert into schema_migration (product, number, name, sha256, applied_at) values (?, ?, ?, ?, ?)",
                    product.product(), file.number(), file.name(), file.sha256(), ticker.epochMicros());
        }
    }

    private static void refuseUnknown(Migrations product, Applied step) {
        if (step.number() > product.files().size()) throw new MigrationRefused("the store holds migration " + step.name() + " of " + product.product()
                + ", which this version does not know: a newer version ran here. Start that version, or restore a backup from before it");
        Migrations.File file = product.files().get(step.number() - 1);
        if (!file.sha256().equals(step.sha256())) throw new MigrationRefused("migration " + file.name() + " of " + product.product()
                + " is not the one that was applied to this store: its file was changed. Restore the released file; put changes into a new migration");
    }
}
