package org.fastness.attestation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Ed25519;

/**
 * What an enclave in development mode says about itself.
 *
 * @param clusterId commitment to the root, 32 octets
 * @param bootId random at each start, 16 octets
 * @param image SHA-256 of the enclave image's manifest, 32 octets
 * @param properties at most {@link #MAX_PROPERTIES}, no name twice
 * @param issuedAtMicros microseconds since 1970 by the host's clock
 */
public record DevStatement(Bytes clusterId, Environment environment, Bytes bootId, Bytes image, List<EvidenceProperty> properties, long issuedAtMicros) {

    /** The most properties. */
    public static final int MAX_PROPERTIES = 40;

    static final int MAX_NAME = 128;
    static final int MAX_VALUE = 1024;

    private static final int MAGIC = 'D';
    private static final int VERSION = 1;
    private static final int HASH = 32;
    private static final int BOOT_ID = 16;

    public DevStatement {
        if (clusterId.size() != HASH || image.size() != HASH || bootId.size() != BOOT_ID) throw new IllegalArgumentException("cluster id and image have 32 octets, a boot id 16");
        if (!areProperties(properties)) throw new IllegalArgumentException("properties break a bound, or a name stands twice");
        if (issuedAtMicros < 0) throw new IllegalArgumentException("time before 1970");
        properties = List.copyOf(properties);
    }

    private static boolean areProperties(List<EvidenceProperty> properties) {
        return properties.size() <= MAX_PROPERTIES
                && properties.stream().map(EvidenceProperty::name).distinct().count() == properties.size()
                && properties.stream().allMatch(each -> !each.name().isEmpty() && isText(each.name(), MAX_NAME) && isText(each.value(), MAX_VALUE));
    }

    private static boolean isText(String text, int maxBytes) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }

    /** What is signed: all of the body but its signature. */
    Bytes toBytes(Bytes installKey) {
        return new Writer().u8(MAGIC).u8(VERSION)
                .fixed(clusterId).u8(environment.code()).fixed(bootId).fixed(image)
                .list(properties, (out, each) -> out.text(each.name()).text(each.value()))
                .u64(issuedAtMicros).fixed(installKey)
                .toBytes();
    }

    /** Reads statement, key and signature, and the end. */
    static DevEvidence readSigned(Reader in) throws Malformed, Refused {
        if (in.u8() != MAGIC) throw new Malformed("not development evidence");
        if (in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
        Bytes clusterId = in.fixed(HASH);
        Environment environment = Environment.ofCode(in.u8());
        Bytes bootId = in.fixed(BOOT_ID);
        Bytes image = in.fixed(HASH);
        List<EvidenceProperty> properties = in.list(MAX_PROPERTIES, each -> new EvidenceProperty(each.text(MAX_NAME), each.text(MAX_VALUE)));
        long issuedAtMicros = in.u64();
        Bytes installKey = in.fixed(Ed25519.PUBLIC_SIZE);
        Bytes signature = in.fixed(Ed25519.SIGNATURE_SIZE);
        in.end();
        if (!areProperties(properties) || issuedAtMicros < 0) throw new Malformed("a property stands twice or has no name, or the time is before 1970");
        return new DevEvidence(new DevStatement(clusterId, environment, bootId, image, properties, issuedAtMicros), installKey, signature);
    }
}
