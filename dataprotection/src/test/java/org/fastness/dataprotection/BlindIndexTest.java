package org.fastness.dataprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.junit.jupiter.api.Test;

final class BlindIndexTest {
    private static final Dataset IDENTITY = new Dataset("identity");
    private static final Column EMAIL = new Column(IDENTITY, "identity_user", "email_index");
    private static final Bytes VALUE = Bytes.ofUtf8("a@example.test");
    private static final Id OTHER_TENANT = Id.tenant(Bytes.fromHex("00000000000000000000000000000001"));

    private final SimulatedDataKeySource source = new SimulatedDataKeySource(1);
    private final BlindIndex index = new BlindIndex(source, Environment.DEVELOPMENT);

    @Test
    void findsEqualValuesOfOneColumn() throws Refused {
        Bytes lookUp = index.of(Id.DEFAULT_TENANT, EMAIL, VALUE);

        assertThat(lookUp.size()).isEqualTo(BlindIndex.SIZE);
        assertThat(index.of(Id.DEFAULT_TENANT, EMAIL, VALUE)).isEqualTo(lookUp);
        assertThat(index.matches(Id.DEFAULT_TENANT, EMAIL, VALUE, lookUp)).isTrue();
        assertThat(index.matches(Id.DEFAULT_TENANT, EMAIL, Bytes.ofUtf8("b@example.test"), lookUp)).isFalse();
    }

    @Test
    void keepsItsFormat() throws Refused {
        assertThat(index.of(Id.DEFAULT_TENANT, EMAIL, VALUE)).isEqualTo(Bytes.fromHex("00000001b70229914e42bd11ddee7d92cec466ec9c83def7f3648b2cfc86231c382a1e12"));
    }

    @Test
    void linksNoTwoPlaces() throws Refused {
        BlindIndex production = new BlindIndex(source, Environment.PRODUCTION);

        assertThat(Set.of(
                index.of(Id.DEFAULT_TENANT, EMAIL, VALUE),
                index.of(OTHER_TENANT, EMAIL, VALUE),
                index.of(Id.DEFAULT_TENANT, new Column(IDENTITY, "identity_user", "phone_index"), VALUE),
                index.of(Id.DEFAULT_TENANT, new Column(IDENTITY, "identity_code", "email_index"), VALUE),
                index.of(Id.DEFAULT_TENANT, new Column(new Dataset("oversight"), "identity_user", "email_index"), VALUE),
                production.of(Id.DEFAULT_TENANT, EMAIL, VALUE))).hasSize(6);
    }

    @Test
    void matchesUnderTheVersionItWasMadeWith() throws Refused {
        Bytes old = index.of(Id.DEFAULT_TENANT, EMAIL, VALUE);
        source.rotate();

        assertThat(index.of(Id.DEFAULT_TENANT, EMAIL, VALUE)).isNotEqualTo(old);
        assertThat(index.matches(Id.DEFAULT_TENANT, EMAIL, VALUE, old)).isTrue();
    }

    @Test
    void refusesALookUpOfAnotherLengthAndOfAVersionThatIsNone() {
        assertThatThrownBy(() -> index.matches(Id.DEFAULT_TENANT, EMAIL, VALUE, Bytes.of(new byte[BlindIndex.SIZE - 1]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.matches(Id.DEFAULT_TENANT, EMAIL, VALUE, Bytes.of(new byte[BlindIndex.SIZE + 1]))).isInstanceOf(IllegalArgumentException.class);
        byte[] future = new byte[BlindIndex.SIZE];
        future[3] = 9;
        assertThatThrownBy(() -> index.matches(Id.DEFAULT_TENANT, EMAIL, VALUE, Bytes.of(future))).isInstanceOf(Refused.class);
    }
}
