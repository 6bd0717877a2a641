package org.fastness.intent;

import org.fastness.base.Bytes;
import org.fastness.base.Refused;

/** One key of the account that an intent needs. @param publicKey as {@link PublicKeys} gives it */
public record Signer(KeyPath path, Bytes publicKey) {

    static Signer of(KeyPath path, PublicKeys keys) throws Refused {
        return new Signer(path, keys.publicKey(path));
    }

    public SigningTask task(Bytes message) {
        return new SigningTask(path, path.family().scheme(), message);
    }
}
