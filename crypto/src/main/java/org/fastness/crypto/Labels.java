package org.fastness.crypto;

import java.util.List;

/**
 * The one registry of labels: every HKDF, HMAC, signature and AAD label of the project stands here, so that no two uses of a key
 * can be confused. A label is never changed or reused; a new format gets a new version in its name. {@link #ALL} is checked to
 * hold each constant once.
 */
public final class Labels {

    /** AES key of the committing seal. */
    public static final Label COMMITTING_AEAD_ENCRYPT = new Label("fastness/caead/v1/encrypt");
    /** Commitment to key, label and AAD of the committing seal. */
    public static final Label COMMITTING_AEAD_COMMIT = new Label("fastness/caead/v1/commit");

    /** Commitment to a root key: the cluster id. */
    public static final Label CLUSTER_ID = new Label("fastness/root/v1/cluster-id");
    /** Outer seal under the root epoch. */
    public static final Label ROOT_OUTER_SEAL = new Label("fastness/root/v1/outer-seal");
    /** The root wrapped by a passphrase or another unsealer. */
    public static final Label ROOT_WRAP = new Label("fastness/root/v1/wrap");
    /** MAC over an account's cold record. */
    public static final Label RECORD_COLD_MAC = new Label("fastness/record/v1/cold");
    /** MAC over an account's hot state. */
    public static final Label RECORD_HOT_MAC = new Label("fastness/record/v1/hot");
    /** Joint hash of cold record and hot state: the head. */
    public static final Label RECORD_HEAD = new Label("fastness/record/v1/head");

    /** Seed of the log's signing key. */
    public static final Label LOG_SIGNING_KEY = new Label("fastness/root/v1/log-signing-key");
    /** Seed of the key that signs login statements. */
    public static final Label LOGIN_SIGNING_KEY = new Label("fastness/root/v1/login-signing-key");

    /** Inner seal of a user key under the user secret. */
    public static final Label USER_KEY_INNER_SEAL = new Label("fastness/user-key/v1/inner-seal");
    /** A user key's wrapping key from the user secret and the key id. */
    public static final Label USER_KEY_WRAP = new Label("fastness/user-key/v1/wrap");
    /** Salt of a passkey's PRF evaluation. */
    public static final Label SLOT_PRF_SALT = new Label("fastness/slot/v1/prf-salt");
    /** The user secret wrapped by a passkey's PRF output. */
    public static final Label SLOT_PRF = new Label("fastness/slot/v1/prf");
    /** The user secret wrapped by a recovery code. */
    public static final Label SLOT_RECOVERY_CODE = new Label("fastness/slot/v1/recovery-code");
    /** The user secret wrapped by a device key. */
    public static final Label SLOT_DEVICE = new Label("fastness/slot/v1/device");
    /** The user secret of a level 0 account wrapped by the root alone. */
    public static final Label SLOT_OPERATOR = new Label("fastness/slot/v1/operator");
    /** The user secret sealed to a slot's X25519 public key. */
    public static final Label SLOT_WRAP = new Label("fastness/slot/v1/wrap");
    /** A seed phrase sealed to the key pinned when its export was asked for. */
    public static final Label EXPORT = new Label("fastness/export/v1/seed-phrase");
    /** A recovery code's authentication key: proves knowledge without opening. */
    public static final Label RECOVERY_CODE_PROOF = new Label("fastness/slot/v1/recovery-code-proof");

    /** Challenge of a passkey that approves a wallet request. */
    public static final Label WALLET_REQUEST = new Label("fastness/request/v1/wallet");
    /** Challenge of a passkey that enrols. */
    public static final Label ENROLMENT = new Label("fastness/request/v1/enrolment");
    /** Challenge of a passkey that unlocks. */
    public static final Label UNLOCK = new Label("fastness/request/v1/unlock");
    /** Challenge of a passkey that signs in. */
    public static final Label LOGIN = new Label("fastness/request/v1/login");
    /** A passkey's certificate for a session key. */
    public static final Label SESSION_KEY = new Label("fastness/request/v1/session-key");
    /** Enclave-issued intent of a standing approval. */
    public static final Label INTENT = new Label("fastness/request/v1/intent");
    /** The enclave's signed login statement for identity. */
    public static final Label LOGIN_STATEMENT = new Label("fastness/statement/v1/login");
    /** What evidence of any type is bound to: cluster, Noise key, client's ephemeral key and nonce. */
    public static final Label EVIDENCE_BINDING = new Label("fastness/evidence/v1/binding");
    /** Evidence of type dev: signature by the install's key. */
    public static final Label EVIDENCE_DEV = new Label("fastness/evidence/v1/dev");
    /** Noise prologue of the client channel. */
    public static final Label CHANNEL_PROLOGUE = new Label("fastness/channel/v1/prologue");
    /** Blinded leaf of the transparency log. */
    public static final Label LOG_LEAF = new Label("fastness/log/v1/leaf");
    /** An account's blinded index in the log. */
    public static final Label LOG_INDEX = new Label("fastness/log/v1/index");

    /** A data field at rest. */
    public static final Label DATA_FIELD = new Label("fastness/data/v1/field");
    /** A keyed look-up of a data field. */
    public static final Label DATA_INDEX = new Label("fastness/data/v1/index");
    /** A tenant's key-encryption key. */
    public static final Label DATA_TENANT_KEK = new Label("fastness/data/v1/tenant-kek");
    /** A data set's key-encryption key. */
    public static final Label DATA_SET_KEK = new Label("fastness/data/v1/set-kek");
    /** A data-encryption key. */
    public static final Label DATA_DEK = new Label("fastness/data/v1/dek");

    /** Every label above. */
    public static final List<Label> ALL = List.of(
            COMMITTING_AEAD_ENCRYPT, COMMITTING_AEAD_COMMIT,
            CLUSTER_ID, ROOT_OUTER_SEAL, ROOT_WRAP, RECORD_COLD_MAC, RECORD_HOT_MAC, RECORD_HEAD,
            LOG_SIGNING_KEY, LOGIN_SIGNING_KEY,
            USER_KEY_INNER_SEAL, USER_KEY_WRAP, SLOT_PRF_SALT, SLOT_PRF, SLOT_RECOVERY_CODE, SLOT_DEVICE, SLOT_OPERATOR, SLOT_WRAP, EXPORT, RECOVERY_CODE_PROOF,
            WALLET_REQUEST, ENROLMENT, UNLOCK, LOGIN, SESSION_KEY, INTENT, LOGIN_STATEMENT, EVIDENCE_BINDING, EVIDENCE_DEV, CHANNEL_PROLOGUE,
            LOG_LEAF, LOG_INDEX,
            DATA_FIELD, DATA_INDEX, DATA_TENANT_KEK, DATA_SET_KEK, DATA_DEK);

    private Labels() {}
}
