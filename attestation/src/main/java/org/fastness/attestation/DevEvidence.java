package org.fastness.attestation;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Labels;

/**
 * Development evidence: a statement signed by the installation's own key. It shows that a channel ends where that key lives, and
 * nothing about the machine: whoever has root there has the key.
 *
 * @param installKey Ed25519 public key, 32 octets
 * @param signature 64 octets, over label, statement with key, and the channel's binding
 */
public record DevEvidence(DevStatement statement, Bytes installKey, Bytes signature) {

    public DevEvidence {
        if (installKey.size() != Ed25519.PUBLIC_SIZE || signature.size() != Ed25519.SIGNATURE_SIZE) throw new IllegalArgumentException("not an Ed25519 key and signature");
    }

    /** Signs the statement for one channel. The key pair stays the caller's. */
    public static DevEvidence sign(DevStatement statement, EvidenceBinding binding, Ed25519.KeyPair installKey) {
        Bytes publicKey = installKey.publicKey();
        return new DevEvidence(statement, publicKey, installKey.sign(message(statement, publicKey, binding)));
    }

    private static Bytes message(DevStatement statement, Bytes installKey, EvidenceBinding binding) {
        return Labels.EVIDENCE_DEV.bind(statement.toBytes(installKey), binding.digest(statement.clusterId()));
    }

    /** Whether the key signed exactly this statement for exactly this channel. Says nothing about whose key it is. */
    public boolean isSignedFor(EvidenceBinding binding) {
        return Ed25519.verify(installKey, message(statement, installKey, binding), signature);
    }

    /** Evidence of type {@link Evidence#DEV}; its body is the statement, the key and the signature. */
    public Evidence toEvidence() {
        return new Evidence(Evidence.DEV, new Writer().fixed(statement.toBytes(installKey)).fixed(signature).toBytes());
    }

    /** Reads the body of evidence of type {@link Evidence#DEV}; nothing is verified yet. */
    public static DevEvidence parse(Bytes body) throws Malformed, Refused {
        return DevStatement.readSigned(Reader.of(body));
    }
}
