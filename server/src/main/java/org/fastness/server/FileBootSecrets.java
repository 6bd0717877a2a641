package org.fastness.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.fastness.keyservice.process.BootSecrets;
import org.fastness.protocol.message.Enrolment.Hidden;
import org.fastness.server.secret.SecretFiles;

/** Hands the enclave's launcher what {@link SecretFiles} hold, read afresh at each boot. */
record FileBootSecrets(SecretFiles files) implements BootSecrets {

    @Override
    public Hidden installSeed() {
        try {
            return new Hidden(files.installSeed());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Hidden passphrase() {
        try {
            return new Hidden(files.passphrase());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
