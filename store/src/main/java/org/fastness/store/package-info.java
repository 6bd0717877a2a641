/**
 * Rows, transactions and migrations, over two engines chosen by URL: SQLite in a file (the default) and PostgreSQL.
 *
 * <p>Whoever keeps rows comes in through {@link org.fastness.store.Store}; one SQL text serves both engines, and
 * {@link org.fastness.store.Dialect} is the only fork. Tables belong to the products: they bring numbered files as
 * {@link org.fastness.store.Migrations} and keep their SQL beside the method that runs it. Nothing here knows what a row means,
 * encrypts it or prints it. Start reading at {@link org.fastness.store.Store}.
 */
@NullMarked
package org.fastness.store;

import org.jspecify.annotations.NullMarked;
