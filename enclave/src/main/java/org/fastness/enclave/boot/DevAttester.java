package org.fastness.enclave.boot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fastness.attestation.DevEvidence;
import org.fastness.attestation.DevStatement;
import org.fastness.attestation.Environment;
import org.fastness.attestation.EvidenceBinding;
import org.fastness.attestation.EvidenceProperty;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.Ed25519;
import org.fastness.enclave.channel.Attester;
import org.fastness.enclave.log.TrustedTime;
import org.fastness.protocol.link.Property;

/** Evidence of type dev: signed by the installation's key. Shows where a channel ends, and nothing about the machine. */
final class DevAttester implements Attester, AutoCloseable {
    private final Bytes clusterId;
    private final Environment environment;
    private final Bytes bootId;
    private final Bytes image;
    private final List<EvidenceProperty> properties;
    private final Bytes noiseStatic;
    private final Ed25519.KeyPair installKey;
    private final TrustedTime time;

    DevAttester(Bytes clusterId, int environment, Bytes bootId, Bytes image, List<Property> observed, Bytes noiseStatic, Ed25519.KeyPair installKey, TrustedTime time) {
        this.clusterId = clusterId;
        this.environment = environment(environment);
        this.bootId = bootId;
        this.image = image;
        this.properties = distinct(observed);
        this.noiseStatic = noiseStatic;
        this.installKey = installKey;
        this.time = time;
    }

    private static Environment environment(int code) {
        try {
            return Environment.ofCode(code);
        } catch (Malformed impossible) {
            throw new IllegalStateException("settings were checked", impossible);
        }
    }

    /** What was seen first counts: the enclave's own view stands before the host's. */
    private static List<EvidenceProperty> distinct(List<Property> observed) {
        List<EvidenceProperty> distinct = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Property property : observed) {
            if (distinct.size() < DevStatement.MAX_PROPERTIES && names.add(property.name())) distinct.add(new EvidenceProperty(property.name(), property.value()));
        }
        return distinct;
    }

    @Override
    public Bytes attest(Bytes clientEphemeral, Bytes clientNonce) {
        DevStatement statement = new DevStatement(clusterId, environment, bootId, image, properties, time.nowMicros());
        return DevEvidence.sign(statement, new EvidenceBinding(noiseStatic, clientEphemeral, clientNonce), installKey).toEvidence().toBytes();
    }

    @Override
    public void close() {
        installKey.close();
    }
}
