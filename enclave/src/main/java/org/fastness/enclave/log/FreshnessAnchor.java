package org.fastness.enclave.log;

import org.fastness.base.Bytes;
import org.fastness.tlog.ReceiptLabels;

/** Whoever keeps this enclave's state from being rolled back across a restart, and the label that says who. */
public interface FreshnessAnchor {

    /**
     * Told of every durable batch before anything of it is released; a strong anchor returns when it has acknowledged the root.
     *
     * @param size and @param root of the log after the batch
     */
    void acknowledge(long size, Bytes root);

    ReceiptLabels.Freshness label();

    /** Nobody but the host: within a boot this enclave's memory refuses a rollback, across a restart nothing does. */
    static FreshnessAnchor host() {
        return new FreshnessAnchor() {
            @Override
            public void acknowledge(long size, Bytes root) {
                // nobody to tell: the label is the honest part
            }

            @Override
            public ReceiptLabels.Freshness label() {
                return ReceiptLabels.Freshness.HOST;
            }
        };
    }
}
