package org.fastness.identity.login;

import java.util.Optional;
import java.util.function.Supplier;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.Ed25519;
import org.fastness.dataprotection.Environment;
import org.fastness.identity.api.LoginStatements;
import org.fastness.protocol.message.LoginStatement;

/** Statements signed by the login key that the running enclave announced when it booted; after another boot the old ones are void. */
public final class EnclaveLoginStatements implements LoginStatements {
    private final Environment environment;
    private final Supplier<Optional<Bytes>> loginKey;

    /** @param loginKey the Ed25519 public key of the enclave that runs now, if one does */
    public EnclaveLoginStatements(Environment environment, Supplier<Optional<Bytes>> loginKey) {
        this.environment = environment;
        this.loginKey = loginKey;
    }

    @Override
    public Verified verify(Bytes octets) throws Refused {
        Bytes key = loginKey.get().orElseThrow(() -> new Refused(Refusal.NOT_READY));
        LoginStatement statement = decode(octets);
        if (statement.environment() != environment.code() || !Ed25519.verify(key, statement.signedOctets(), statement.signature())) throw new Refused(Refusal.UNAUTHENTICATED);
        return new Verified(statement.tenant(), statement.account(), statement.requestId(), statement.issuedMicros());
    }

    private static LoginStatement decode(Bytes octets) throws Refused {
        try {
            if (octets.size() > MAX_BYTES) throw new Malformed("a statement longer than its bound");
            return LoginStatement.decode(octets);
        } catch (Malformed noStatement) {
            throw new Refused(Refusal.UNAUTHENTICATED);
        }
    }
}
