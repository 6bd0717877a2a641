package org.fastness.attestation;

import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.crypto.Labels;

/**
 * What ties evidence to one channel, so that it cannot be shown on another. All three are public.
 *
 * @param noiseStatic the enclave's static Noise key, 32 octets
 * @param clientEphemeral the client's ephemeral Noise key, 32 octets
 * @param clientNonce the payload of the client's first message, 32 octets
 */
public record EvidenceBinding(Bytes noiseStatic, Bytes clientEphemeral, Bytes clientNonce) {
    private static final int SIZE = 32;

    public EvidenceBinding {
        if (noiseStatic.size() != SIZE || clientEphemeral.size() != SIZE || clientNonce.size() != SIZE) {
            throw new IllegalArgumentException("keys and nonce have 32 octets");
        }
    }

    /**
     * The 64 octets that evidence of every type carries: SHA-512 over label, cluster id, Noise key, ephemeral key and nonce, each
     * with its length.
     */
    public Bytes digest(Bytes clusterId) {
        return Digests.sha512(Labels.EVIDENCE_BINDING.bind(clusterId, noiseStatic, clientEphemeral, clientNonce));
    }
}
