package org.fastness.dataprotection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.CommittingAead;
import org.fastness.crypto.Labels;

/**
 * Seals a value into its place, so that it opens nowhere else: not in another row, column, table, tenant or environment.
 *
 * <p>Format 1: u8 {@value #MAGIC} ('f'), u8 {@value #FORMAT}, u8 suite, u32 key version, then the committing seal of the suite
 * (its own header, 24 octets of salt, 32 of commitment, ciphertext, 16 of tag). The header and the place are its associated data. An
 * unknown format or suite is refused; there is no fallback to another one. Thread-safe.
 */
public final class FieldCipher {
    static final int MAGIC = 'f';
    static final int FORMAT = 1;

    /** AES-256-GCM with a commitment, keys by HKDF-SHA-256 from the data key and a random salt. */
    static final int SUITE_COMMITTING_GCM = 1;

    /** The largest value, in octets. */
    public static final int MAX_VALUE_BYTES = 64 * 1024;

    /** The largest sealed field, in octets, whatever its suite. */
    public static final int MAX_SEALED_BYTES = MAX_VALUE_BYTES + 256;

    private static final int HEADER_BYTES = 7;

    private final DataKeySource source;
    private final Environment environment;

    public FieldCipher(DataKeySource source, Environment environment) {
        this.source = source;
        this.environment = environment;
    }

    /** Seals the value for its place under the current key; the array stays the caller's to wipe. */
    public Bytes seal(Id tenant, Column column, Bytes row, byte[] value) throws Refused {
        if (value.length > MAX_VALUE_BYTES) throw new IllegalArgumentException("a field holds at most " + MAX_VALUE_BYTES + " octets");
        try (DataKeys keys = source.lease(tenant, column.dataset())) {
            Bytes header = new Writer().u8(MAGIC).u8(FORMAT).u8(SUITE_COMMITTING_GCM).u32(keys.version()).toBytes();
            return Bytes.concat(header, CommittingAead.seal(keys.encryptionKey(), Labels.DATA_FIELD, place(header, tenant, column, row), value));
        }
    }

    /** Seals text as UTF-8. */
    public Bytes sealText(Id tenant, Column column, Bytes row, String value) throws Refused {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        try {
            return seal(tenant, column, row, octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Opens what {@link #seal} made for the same place and lends it to the reader; the array is zeroed afterwards. */
    public <T> T open(Id tenant, Column column, Bytes row, Bytes sealed, Function<byte[], T> reader) throws Refused {
        if (sealed.size() < HEADER_BYTES) throw new FieldUnreadable(FieldUnreadable.Reason.TRUNCATED, column);
        if (sealed.size() > MAX_SEALED_BYTES) throw new FieldUnreadable(FieldUnreadable.Reason.UNKNOWN_FORMAT, column);
        Bytes header = sealed.slice(0, HEADER_BYTES);
        byte[] value = value(tenant, column, row, header, sealed);
        try {
            return reader.apply(value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    private byte[] value(Id tenant, Column column, Bytes row, Bytes header, Bytes sealed) throws Refused {
        try (DataKeys keys = source.lease(tenant, column.dataset(), keyVersion(header, column))) {
            return CommittingAead.openArray(keys.encryptionKey(), Labels.DATA_FIELD, place(header, tenant, column, row), sealed.slice(HEADER_BYTES, sealed.size()));
        } catch (AuthenticationFailed altered) {
            throw new FieldUnreadable(FieldUnreadable.Reason.NOT_AUTHENTIC, column);
        }
    }

    /** Opens text. */
    public String openText(Id tenant, Column column, Bytes row, Bytes sealed) throws Refused {
        return open(tenant, column, row, sealed, octets -> new String(octets, StandardCharsets.UTF_8));
    }

    /** The version of the key that a sealed field names: what a rotation still has to bring forward. */
    public static long keyVersion(Column column, Bytes sealed) {
        if (sealed.size() < HEADER_BYTES) throw new FieldUnreadable(FieldUnreadable.Reason.TRUNCATED, column);
        return keyVersion(sealed.slice(0, HEADER_BYTES), column);
    }

    private static long keyVersion(Bytes header, Column column) {
        try {
            Reader in = Reader.of(header);
            if (in.u8() != MAGIC || in.u8() != FORMAT) throw new FieldUnreadable(FieldUnreadable.Reason.UNKNOWN_FORMAT, column);
            if (in.u8() != SUITE_COMMITTING_GCM) throw new FieldUnreadable(FieldUnreadable.Reason.UNKNOWN_SUITE, column);
            long version = in.u32();
            if (version == 0) throw new FieldUnreadable(FieldUnreadable.Reason.UNKNOWN_FORMAT, column);
            return version;
        } catch (Malformed tooShort) {
            throw new FieldUnreadable(FieldUnreadable.Reason.TRUNCATED, column);
        }
    }

    // keys.md: AAD binds environment, tenant, table, column, row; the header keeps suite and key version from being exchanged.
    private Bytes place(Bytes header, Id tenant, Column column, Bytes row) {
        return new Writer().fixed(header).u8(environment.code()).fixed(tenant.value()).text(column.table()).text(column.name()).bytes(row).toBytes();
    }
}
