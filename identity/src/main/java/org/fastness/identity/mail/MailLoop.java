package org.fastness.identity.mail;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.fastness.base.Refused;
import org.fastness.store.StoreFailure;

/** Empties the outbox in a thread of its own: at once when told of a new mail, and every {@link #POLL} for retries. */
public final class MailLoop implements AutoCloseable {

    static final Duration POLL = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(MailLoop.class.getName());

    private final Outbox outbox;
    private final MailSender sender;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile boolean ending;

    public MailLoop(Outbox outbox, MailSender sender) {
        this.outbox = outbox;
        this.sender = sender;
        this.thread = Thread.ofVirtual().name("mail-loop").start(this::run);
    }

    /** There may be something to send. */
    public void wake() {
        news.release();
    }

    private void run() {
        while (!ending) {
            empty();
            try {
                if (news.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) news.drainPermits();
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private void empty() {
        try {
            while (!ending && outbox.sendOne(sender)) Thread.onSpinWait();
        } catch (Refused notReady) {
            LOG.log(System.Logger.Level.DEBUG, "no data key yet: mail waits");
        } catch (StoreFailure unavailable) {
            LOG.log(System.Logger.Level.WARNING, "the store does not answer: mail waits ({0})", unavailable.kind());
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "a mail could not be handled: {0}", bug.getClass());
        }
    }

    /** Finishes the mail under way. */
    @Override
    public void close() {
        ending = true;
        news.release();
        try {
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
