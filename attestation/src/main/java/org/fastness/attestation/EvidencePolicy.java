package org.fastness.attestation;

import java.util.Set;
import org.fastness.base.Bytes;

/**
 * What a client demands of evidence. An empty set demands nothing of its subject.
 *
 * @param environment the only one accepted
 * @param acceptDev whether development evidence is accepted at all, which proves nothing; impossible for production
 * @param clusterIds the clusters accepted
 * @param installKeys the installations accepted, for development evidence
 * @param images the measurements accepted
 */
public record EvidencePolicy(Environment environment, boolean acceptDev, Set<Bytes> clusterIds, Set<Bytes> installKeys, Set<Bytes> images) {

    public EvidencePolicy {
        if (acceptDev && environment == Environment.PRODUCTION) throw new IllegalArgumentException("production never accepts development evidence");
        clusterIds = Set.copyOf(clusterIds);
        installKeys = Set.copyOf(installKeys);
        images = Set.copyOf(images);
    }

    /** Refuses development evidence; pins nothing yet. */
    public static EvidencePolicy strict(Environment environment) {
        return new EvidencePolicy(environment, false, Set.of(), Set.of(), Set.of());
    }

    /** For a development machine only: accepts evidence that proves nothing. */
    public static EvidencePolicy developmentUnsafe() {
        return new EvidencePolicy(Environment.DEVELOPMENT, true, Set.of(), Set.of(), Set.of());
    }

    /** The same, for one cluster only. */
    public EvidencePolicy pinningCluster(Bytes clusterId) {
        return new EvidencePolicy(environment, acceptDev, Set.of(clusterId), installKeys, images);
    }

    /** The same, for one installation's development evidence only. */
    public EvidencePolicy pinningInstallKey(Bytes installKey) {
        return new EvidencePolicy(environment, acceptDev, clusterIds, Set.of(installKey), images);
    }

    /** The same, for these measurements only. */
    public EvidencePolicy allowingImages(Set<Bytes> allowed) {
        return new EvidencePolicy(environment, acceptDev, clusterIds, installKeys, allowed);
    }
}
