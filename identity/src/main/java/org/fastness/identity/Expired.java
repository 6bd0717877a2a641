package org.fastness.identity;

import java.time.Duration;
import org.fastness.store.Store;
import org.fastness.store.StoreFailure;
import org.fastness.base.Ticker;
import org.fastness.identity.session.Sessions;

/** Removes rows whose time is over, a bounded number at a time. Nothing depends on it: every reader checks the time itself. */
final class Expired implements AutoCloseable {

    /** Rows of a table removed by one transaction. */
    static final int BATCH = 500;

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final System.Logger LOG = System.getLogger(Expired.class.getName());

    private final Store store;
    private final Ticker ticker;
    private final Thread thread;

    Expired(Store store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
        this.thread = Thread.ofVirtual().name("identity-expired").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                removeQuietly();
            }
        } catch (InterruptedException ended) {
            // closed
        }
    }

    private void removeQuietly() {
        try {
            while (remove(store, ticker) >= BATCH) Thread.onSpinWait();
        } catch (StoreFailure failed) {
            LOG.log(System.Logger.Level.DEBUG, "expired rows stay for now ({0})", failed.kind());
        }
    }

    /** Removes up to {@link #BATCH} rows of each table; gives the largest number removed from one. */
    static int remove(Store store, Ticker ticker) {
        long now = ticker.epochMicros();
        int most = 0;
        most = Math.max(most, store.inTransaction(tx -> tx.update("""
                delete from identity_code where (tenant, email_index) in (select tenant, email_index from identity_code where expires_at <= ? limit ?)""", now, BATCH)));
        most = Math.max(most, store.inTransaction(tx -> tx.update("""
                delete from identity_handoff where token_hash in (select token_hash from identity_handoff where expires_at <= ? limit ?)""", now, BATCH)));
        most = Math.max(most, store.inTransaction(tx -> tx.update("""
                delete from identity_session where id in (select id from identity_session where ends_at <= ? or seen_at <= ? limit ?)""", now, now - Sessions.IDLE.toMillis() * 1000, BATCH)));
        most = Math.max(most, store.inTransaction(tx -> tx.update("""
                delete from identity_login_used where (tenant, request_id) in (select tenant, request_id from identity_login_used where expires_at <= ? limit ?)""", now, BATCH)));
        most = Math.max(most, store.inTransaction(tx -> tx.update("""
                delete from identity_limit where (tenant, subject, window_start) in (select tenant, subject, window_start from identity_limit where expires_at <= ? limit ?)""", now, BATCH)));
        most = Math.max(most, store.inTransaction(tx -> tx.update("""
                delete from identity_outbox where id in (select id from identity_outbox where expires_at <= ? limit ?)""", now, BATCH)));
        return most;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
