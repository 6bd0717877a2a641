package org.fastness.enclave.operation;

import org.fastness.base.Bytes;
import org.fastness.base.Ticker;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Entropy;
import org.fastness.enclave.account.Accounts;
import org.fastness.enclave.authorize.Denials;
import org.fastness.enclave.authorize.Sessions;
import org.fastness.enclave.keys.RecordSeal;
import org.fastness.enclave.keys.RootKey;
import org.fastness.enclave.log.FreshnessAnchor;
import org.fastness.enclave.log.Sequencer;
import org.fastness.enclave.log.TrustedTime;
import org.fastness.intent.PayloadDecoders;

/**
 * What one boot shares: settings, keys, clocks, tables. Made once, when the root is there.
 *
 * @param clusterId 32 octets; @param bootId 16 random octets of this life
 */
public record Realm(Settings settings, RootKey root, Bytes clusterId, Bytes bootId, RecordSeal seal, Ed25519.KeyPair loginKey, Entropy entropy, Ticker ticker, TrustedTime time,
        FreshnessAnchor anchor, Accounts accounts, Sessions sessions, Denials denials, Sequencer sequencer, PayloadDecoders decoders) implements AutoCloseable {

    /** Wipes the keys. */
    @Override
    public void close() {
        loginKey.close();
        seal.close();
        root.close();
    }
}
