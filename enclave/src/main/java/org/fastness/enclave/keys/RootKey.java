package org.fastness.enclave.keys;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Id;
import org.fastness.base.Writer;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.Hkdf;
import org.fastness.crypto.Label;
import org.fastness.crypto.Labels;
import org.fastness.crypto.SecretAccess;
import org.fastness.crypto.SecretBytes;

/**
 * One epoch of the root: what all outer seals, the log's key and the data keys come from. A second, independent root serves index keys, so
 * that whoever leases one kind learns nothing of the other. Thread-safe until closed.
 */
public final class RootKey implements AutoCloseable {
    /** Octets of each of the two roots. */
    static final int SIZE = 32;
    /** The only epoch so far. */
    public static final int EPOCH = 1;

    private final int environment;
    private final SecretBytes root;
    private final SecretBytes indexRoot;

    /** Takes both secrets over. */
    RootKey(int environment, SecretBytes root, SecretBytes indexRoot) {
        this.environment = environment;
        this.root = root;
        this.indexRoot = indexRoot;
    }

    public static RootKey generate(int environment, Entropy entropy) {
        return new RootKey(environment, entropy.secret(SIZE), entropy.secret(SIZE));
    }

    public int environment() {
        return environment;
    }

    /** SHA-256 of the label and a commitment to root, epoch and environment: what clients and peers pin; 32 octets. */
    public Bytes clusterId() {
        try (SecretBytes commitment = derive(Labels.CLUSTER_ID, 32)) {
            return commitment.withArray(SecretAccess.tcb(), octets -> Digests.sha256(Labels.CLUSTER_ID.bind(Bytes.of(octets))));
        }
    }

    /** The key of every outer seal. */
    public SecretBytes outerKey() {
        return derive(Labels.ROOT_OUTER_SEAL, 32);
    }

    /** What alone opens the operator's slot of a level 0 account. */
    SecretBytes operatorKey(Id account) {
        return derive(Labels.SLOT_OPERATOR, 32, account.value());
    }

    public Ed25519.KeyPair logKey() {
        return keyPair(Labels.LOG_SIGNING_KEY);
    }

    public Ed25519.KeyPair loginKey() {
        return keyPair(Labels.LOGIN_SIGNING_KEY);
    }

    private Ed25519.KeyPair keyPair(Label label) {
        try (SecretBytes seed = derive(label, Ed25519.SEED_SIZE)) {
            return Ed25519.KeyPair.fromSeed(seed);
        }
    }

    /** Tenant key-encryption key, from it the data set's, of the version; 32 octets. */
    public SecretBytes dataKey(Id tenant, String dataset, long version) {
        try (SecretBytes tenantKey = derive(Labels.DATA_TENANT_KEK, 32, tenant.value())) {
            return Hkdf.derive(tenantKey, Bytes.EMPTY, Labels.DATA_SET_KEK.bind(Bytes.ofUtf8(dataset), Scope.number(version)), 32);
        }
    }

    /** The data set's key for keyed look-ups, under the other root; 32 octets. */
    public SecretBytes indexKey(Id tenant, String dataset, long version) {
        return Hkdf.derive(indexRoot, Bytes.EMPTY, Labels.DATA_INDEX.bind(binding(), tenant.value(), Bytes.ofUtf8(dataset), Scope.number(version)), 32);
    }

    private SecretBytes derive(Label label, int length, Bytes... context) {
        return Hkdf.derive(root, Bytes.EMPTY, label.bind(Bytes.concat(binding(), Bytes.concat(context))), length);
    }

    private Bytes binding() {
        return new Writer().u32(EPOCH).u8(environment).toBytes();
    }

    /** Both roots, one after the other, for an unsealer to seal. */
    SecretBytes material() {
        return SecretBytes.concat(root, indexRoot);
    }

    @Override
    public void close() {
        root.close();
        indexRoot.close();
    }
}
