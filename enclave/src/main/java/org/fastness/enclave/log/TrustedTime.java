package org.fastness.enclave.log;

import org.fastness.tlog.ReceiptLabels;

/** Time for the long delays, and the label that says whose it is. There is no trusted clock in an enclave: witnesses are the strong form. */
public interface TrustedTime {

    /** Takes what a message of the host says the time is. */
    void observe(long hostMicros);

    /** Microseconds since 1970; never less than an earlier answer of this boot. */
    long nowMicros();

    /** What receipts and pending actions say about it. */
    ReceiptLabels.TimeSource source();

    /** The same in words, for a person. */
    String label();
}
