package org.fastness.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fastness.attestation.Verdict.Reason;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.SecretBytes;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final long NOW = 1_795_000_000_000_000L;
    private static final Bytes CLUSTER = filled(1, 32);
    private static final Bytes IMAGE = filled(3, 32);
    private static final Ed25519.KeyPair INSTALL = keyPair(1);
    private static final EvidenceBinding BINDING = new EvidenceBinding(filled(4, 32), filled(5, 32), filled(6, 32));
    private static final List<EvidenceProperty> PROPERTIES = List.of(new EvidenceProperty("sandbox", "bubblewrap"), new EvidenceProperty("seccomp", "filter"));
    private static final EvidencePolicy DEV = EvidencePolicy.developmentUnsafe();

    private static Bytes filled(int octet, int size) {
        byte[] octets = new byte[size];
        java.util.Arrays.fill(octets, (byte) octet);
        return Bytes.of(octets);
    }

    private static Ed25519.KeyPair keyPair(int seed) {
        byte[] octets = new byte[32];
        octets[0] = (byte) seed;
        try (SecretBytes secret = SecretBytes.takeFrom(octets)) {
            return Ed25519.KeyPair.fromSeed(secret);
        }
    }

    private static DevStatement statement() {
        return statement(Environment.DEVELOPMENT, PROPERTIES);
    }

    private static DevStatement statement(Environment environment, List<EvidenceProperty> properties) {
        return new DevStatement(CLUSTER, environment, filled(2, 16), IMAGE, properties, NOW);
    }

    static Evidence evidence() {
        return DevEvidence.sign(statement(), BINDING, INSTALL).toEvidence();
    }

    private static Verdict judge(EvidencePolicy policy) {
        return EvidenceVerifier.verify(evidence(), BINDING, policy, NOW);
    }

    private static Verdict refused(Reason reason) {
        return new Verdict.Refused(reason);
    }

    @Test
    void developmentEvidenceIsAcceptedOnlyWhenAskedForAndIsNotAttested() {
        assertThat(judge(DEV)).isEqualTo(
                new Verdict.Accepted(false, "not attested", CLUSTER, Environment.DEVELOPMENT, filled(2, 16), IMAGE, INSTALL.publicKey(), PROPERTIES));
        assertThat(judge(EvidencePolicy.strict(Environment.DEVELOPMENT))).isEqualTo(refused(Reason.DEV_NOT_ACCEPTED));
        assertThat(judge(EvidencePolicy.strict(Environment.PRODUCTION))).isEqualTo(refused(Reason.DEV_NOT_ACCEPTED));
    }

    @Test
    void noPolicyForProductionAcceptsDevelopmentEvidence() {
        assertThatThrownBy(() -> new EvidencePolicy(Environment.PRODUCTION, true, Set.of(), Set.of(), Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesEvidenceOfAnotherChannel() {
        List<EvidenceBinding> others = List.of(
                new EvidenceBinding(filled(9, 32), BINDING.clientEphemeral(), BINDING.clientNonce()),
                new EvidenceBinding(BINDING.noiseStatic(), filled(9, 32), BINDING.clientNonce()),
                new EvidenceBinding(BINDING.noiseStatic(), BINDING.clientEphemeral(), filled(9, 32)),
                new EvidenceBinding(BINDING.clientEphemeral(), BINDING.noiseStatic(), BINDING.clientNonce()));

        for (EvidenceBinding other : others) assertThat(EvidenceVerifier.verify(evidence(), other, DEV, NOW)).isEqualTo(refused(Reason.NOT_BOUND));
    }

    @Test
    void refusesEachStatementThatThePolicyDoesNotAllow() {
        Bytes other = filled(9, 32);
        Evidence staging = DevEvidence.sign(statement(Environment.STAGING, PROPERTIES), BINDING, INSTALL).toEvidence();

        assertThat(judge(DEV.pinningCluster(CLUSTER).pinningInstallKey(INSTALL.publicKey()).allowingImages(Set.of(other, IMAGE)))).isInstanceOf(Verdict.Accepted.class);
        assertThat(judge(DEV.pinningCluster(other))).isEqualTo(refused(Reason.ANOTHER_CLUSTER));
        assertThat(judge(DEV.pinningInstallKey(other))).isEqualTo(refused(Reason.ANOTHER_INSTALLATION));
        assertThat(judge(DEV.allowingImages(Set.of(other)))).isEqualTo(refused(Reason.UNKNOWN_IMAGE));
        assertThat(EvidenceVerifier.verify(staging, BINDING, DEV, NOW)).isEqualTo(refused(Reason.ANOTHER_ENVIRONMENT));
    }

    @Test
    void evidenceAtTheEdgeOfItsTimeIsAcceptedAndOneMicrosecondMoreRefused() {
        long edge = EvidenceVerifier.MAX_CLOCK_DIFFERENCE_MICROS;
        for (int sign : new int[] {-1, 1}) {
            assertThat(EvidenceVerifier.verify(evidence(), BINDING, DEV, NOW + sign * edge)).isInstanceOf(Verdict.Accepted.class);
            assertThat(EvidenceVerifier.verify(evidence(), BINDING, DEV, NOW + sign * (edge + 1))).isEqualTo(refused(Reason.WRONG_TIME));
        }
        assertThat(EvidenceVerifier.verify(evidence(), BINDING, DEV, Long.MIN_VALUE)).isEqualTo(refused(Reason.WRONG_TIME));
        assertThat(EvidenceVerifier.verify(evidence(), BINDING, DEV, Long.MAX_VALUE)).isEqualTo(refused(Reason.WRONG_TIME));
    }

    @Test
    void flippedBitAnywhereIsRefused() {
        Bytes encoded = evidence().toBytes();
        for (int bit = 0; bit < 8 * encoded.size(); bit++) {
            byte[] flipped = encoded.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(EvidenceVerifier.verify(Evidence.parse(Bytes.of(flipped)), BINDING, DEV, NOW)).as("bit %s", bit).isInstanceOf(Verdict.Refused.class);
            } catch (Malformed | Refused refused) {
                continue;
            }
        }
    }

    @Test
    void refusesTypesAndVersionsItDoesNotKnowByName() {
        byte[] outer = evidence().toBytes().toArray();
        outer[1] = 2;
        byte[] inner = evidence().body().toArray();
        inner[1] = 2;

        assertThat(EvidenceVerifier.verify(new Evidence(2, evidence().body()), BINDING, DEV, NOW)).isEqualTo(refused(Reason.UNKNOWN_TYPE));
        assertThat(EvidenceVerifier.verify(new Evidence(Evidence.DEV, Bytes.of(inner)), BINDING, DEV, NOW)).isEqualTo(refused(Reason.UNKNOWN_TYPE));
        assertUnknownVersion(() -> Evidence.parse(Bytes.of(outer)));
        assertUnknownVersion(() -> DevEvidence.parse(Bytes.of(inner)));
        assertThat(EvidenceVerifier.verify(new Evidence(Evidence.DEV, Bytes.EMPTY), BINDING, DEV, NOW)).isEqualTo(refused(Reason.MALFORMED));
    }

    private static void assertUnknownVersion(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_VERSION));
    }

    @Test
    void bindingKeepsItsBytes() {
        // Label and parts, each with its length; computed outside this project by plain hashlib.
        assertThat(BINDING.digest(CLUSTER).hex()).isEqualTo("660796d0f9f63a39ec8df7affbcfd6a654b4b8e17d42c230e0be0613a16c1379738cbb693f94029c75bc8e6ee129d5be2b975008b55b0fbcef0ada524f2eb227");
    }

    @Test
    void evidenceKeepsItsBytes() throws Exception {
        String statement = "4401" + "01".repeat(32) + "00" + "02".repeat(16) + "03".repeat(32)
                + "0002" + "00000007" + "73616e64626f78" + "0000000a" + "627562626c6577726170" + "00000007" + "736563636f6d70" + "00000006" + "66696c746572"
                + "0006608b015f3000" + INSTALL.publicKey();
        Bytes body = Bytes.concat(Bytes.fromHex(statement), DevEvidence.parse(evidence().body()).signature());

        assertThat(evidence().body()).isEqualTo(body);
        assertThat(evidence().toBytes()).isEqualTo(new Writer().u8('E').u8(1).u8(1).bytes(body).toBytes());
        assertThat(Digests.sha256(evidence().toBytes()).hex()).isEqualTo("b5c583214b00c83fdb65e41e5e47866dfa1f43362749a607475801527f6eeac7");
        assertThat(Evidence.parse(evidence().toBytes())).isEqualTo(evidence());
        assertThat(DevEvidence.parse(body).toEvidence()).isEqualTo(evidence());
    }

    @Test
    void fortyPropertiesAreReadAndOneMoreRefused() throws Exception {
        List<EvidenceProperty> most = IntStream.range(0, 40).mapToObj(i -> new EvidenceProperty((100 + i) + "n".repeat(125), "v".repeat(1024))).toList();
        DevStatement statement = statement(Environment.DEVELOPMENT, most);
        Evidence evidence = DevEvidence.sign(statement, BINDING, INSTALL).toEvidence();
        byte[] oneMore = evidence.body().toArray();
        oneMore[2 + 32 + 1 + 16 + 32 + 1]++;

        assertThat(DevEvidence.parse(evidence.body()).statement()).isEqualTo(statement);
        assertThatThrownBy(() -> DevEvidence.parse(Bytes.of(oneMore))).isInstanceOf(Malformed.class).hasMessageContaining("list longer");
        List<EvidenceProperty> tooMany = IntStream.range(0, 41).mapToObj(i -> new EvidenceProperty("n" + i, "")).toList();
        assertThatThrownBy(() -> statement(Environment.DEVELOPMENT, tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesPropertyThatPassesABoundOrStandsTwice() {
        EvidenceProperty plain = new EvidenceProperty("a", "b");
        for (List<EvidenceProperty> properties : List.of(
                List.of(plain, plain),
                List.of(new EvidenceProperty("", "b")),
                List.of(new EvidenceProperty("n".repeat(129), "b")),
                List.of(new EvidenceProperty("a", "v".repeat(1025))),
                List.of(new EvidenceProperty("a", "\ud800")))) {
            assertThatThrownBy(() -> statement(Environment.DEVELOPMENT, properties)).isInstanceOf(IllegalArgumentException.class);
        }
        Bytes twice = Bytes.fromHex(evidence().body().hex().replace("736563636f6d70", "73616e64626f78"));
        assertThatThrownBy(() -> DevEvidence.parse(twice)).isInstanceOf(Malformed.class);
    }

    @Test
    void longestBodyIsReadAndOneOctetMoreRefused() throws Exception {
        Evidence longest = new Evidence(2, Bytes.of(new byte[Evidence.MAX_BODY]));
        Bytes tooLong = new Writer().u8('E').u8(1).u8(2).bytes(Bytes.of(new byte[Evidence.MAX_BODY + 1])).toBytes();

        assertThat(Evidence.parse(longest.toBytes())).isEqualTo(longest);
        assertThatThrownBy(() -> Evidence.parse(tooLong)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> new Evidence(2, Bytes.of(new byte[Evidence.MAX_BODY + 1]))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesEveryTruncationAndAnythingAppended() {
        Bytes encoded = evidence().toBytes();
        Bytes body = evidence().body();
        for (int length = 0; length < encoded.size(); length++) {
            Bytes cut = encoded.slice(0, length);
            assertThatThrownBy(() -> Evidence.parse(cut)).isInstanceOf(Malformed.class);
        }
        for (int length = 0; length < body.size(); length++) {
            Bytes cut = body.slice(0, length);
            assertThatThrownBy(() -> DevEvidence.parse(cut)).isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> Evidence.parse(Bytes.concat(encoded, Bytes.of((byte) 0)))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> DevEvidence.parse(Bytes.concat(body, Bytes.of((byte) 0)))).isInstanceOf(Malformed.class);
    }
}
