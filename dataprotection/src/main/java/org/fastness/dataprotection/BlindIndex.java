package org.fastness.dataprotection;

import java.security.MessageDigest;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.HmacSha256;
import org.fastness.crypto.Labels;

/**
 * Keyed look-ups: HMAC-SHA-256 of a value in its column, under the index key, which is of another root than the keys that encrypt.
 * Equal values of one column and tenant give equal look-ups, and nothing else can be told without the key; so it suits values
 * that hardly repeat, and never a column of few distinct values.
 *
 * <p>Format: u32 key version, 32 octets. Thread-safe.
 */
public final class BlindIndex {

    /** Octets of a look-up. */
    public static final int SIZE = 36;

    private final DataKeySource source;
    private final Environment environment;

    public BlindIndex(DataKeySource source, Environment environment) {
        this.source = source;
        this.environment = environment;
    }

    /** The look-up of the value under the current key. */
    public Bytes of(Id tenant, Column column, Bytes value) throws Refused {
        try (DataKeys keys = source.lease(tenant, column.dataset())) {
            return under(keys, tenant, column, value);
        }
    }

    /** Whether the stored look-up is the value's, under the key version it names. The time does not depend on the values. */
    public boolean matches(Id tenant, Column column, Bytes value, Bytes stored) throws Refused {
        try (DataKeys keys = source.lease(tenant, column.dataset(), version(stored))) {
            return MessageDigest.isEqual(under(keys, tenant, column, value).toArray(), stored.toArray());
        }
    }

    private static long version(Bytes stored) {
        try {
            if (stored.size() != SIZE) throw new IllegalArgumentException("a look-up has " + SIZE + " octets");
            return Reader.of(stored).u32();
        } catch (Malformed impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Bytes under(DataKeys keys, Id tenant, Column column, Bytes value) {
        Bytes version = new Writer().u32(keys.version()).toBytes();
        Bytes environmentCode = Bytes.of((byte) environment.code());
        Bytes named = Labels.DATA_INDEX.bind(environmentCode, tenant.value(), Bytes.ofUtf8(column.table()), Bytes.ofUtf8(column.name()), version, value);
        return Bytes.concat(version, HmacSha256.mac(keys.indexKey(), named));
    }
}
