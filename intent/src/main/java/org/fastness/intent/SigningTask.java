package org.fastness.intent;

import org.fastness.base.Bytes;
import org.fastness.crypto.EcdsaSignature;

/** One signature an intent asks for. @param message what {@link SignatureScheme} says it is */
public record SigningTask(KeyPath path, SignatureScheme scheme, Bytes message) {

    /** The 65 octets that {@link SignatureScheme#SECP256K1_ECDSA} says. */
    public static Bytes octets(EcdsaSignature signature) {
        return Bytes.concat(signature.compact(), Bytes.of((byte) signature.recoveryId()));
    }
}
