package org.fastness.enclave.keys;

import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;

/**
 * The secret under which all keys of an account are sealed; made here, stored nowhere, opened through slots.
 *
 * @param epoch of the account's cold record that it belongs to
 */
public record UserSecret(SecretBytes octets, long epoch) implements AutoCloseable {
    private static final int SIZE = 32;

    public static UserSecret generate(Entropy entropy, long epoch) {
        return new UserSecret(entropy.secret(SIZE), epoch);
    }

    @Override
    public void close() {
        octets.close();
    }
}
