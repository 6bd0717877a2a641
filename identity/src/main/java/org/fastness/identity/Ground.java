package org.fastness.identity;

import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;
import org.fastness.dataprotection.BlindIndex;
import org.fastness.dataprotection.Dataset;
import org.fastness.dataprotection.FieldCipher;
import org.fastness.identity.api.AuditEvents;
import org.fastness.store.Store;

/** What every use case of identity stands on. */
public record Ground(Store store, FieldCipher fields, BlindIndex index, Ticker ticker, Entropy entropy, AuditEvents audit) {

    /** The data set of all fields and look-ups of identity. */
    public static final Dataset DATASET = new Dataset("identity");
}
