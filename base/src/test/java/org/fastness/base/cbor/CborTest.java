package org.fastness.base.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of RFC 8949 appendix A, and what this decoder refuses. */
class CborTest {

    @ParameterizedTest
    @CsvSource({"00,0", "17,23", "1818,24", "18ff,255", "190100,256", "1a000f4240,1000000", "1b000000e8d4a51000,1000000000000", "20,-1", "3903e7,-1000", "1b7fffffffffffffff,9223372036854775807"})
    void readsIntegers(String hex, long value) throws Malformed {
        assertThat(decode(hex).asLong()).isEqualTo(value);
    }

    @Test
    void readsStringsArraysAndMaps() throws Malformed {
        assertThat(decode("4401020304").asBytes()).isEqualTo(Bytes.fromHex("01020304"));
        assertThat(decode("62c3bc").asText()).isEqualTo("ü");
        assertThat(decode("83010203").asArray()).containsExactly(new Cbor.Int(1), new Cbor.Int(2), new Cbor.Int(3));
        Cbor.Dictionary map = decode("a26161016162820203").asMap();
        assertThat(map.get("a")).isEqualTo(new Cbor.Int(1));
        assertThat(map.get("b").asArray()).hasSize(2);
        assertThat(decode("c11a514b67b0")).isEqualTo(new Cbor.Tagged(1, new Cbor.Int(1363896240)));
        assertThat(decode("83f4f5f6").asArray()).isEqualTo(List.of(new Cbor.Flag(false), new Cbor.Flag(true), new Cbor.Null()));
    }

    @Test
    void readsArraysAndMapsOfIndefiniteLength() throws Malformed {
        assertThat(decode("9f018202039f0405ffff")).isEqualTo(decode("8301820203820405"));
        assertThat(decode("bf61610161629f0203ffff")).isEqualTo(decode("a26161016162820203"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "18", "19ff", "4403", "8201", "a101", "9f01", "bf01", // ends early
        "5f42010243030405ff", "7f657374726561646d696e67ff", // indefinite strings
        "1817", "1900ff", "1a0000ffff", "1b00000000ffffffff", "5801ff", // heads longer than needed
        "1bffffffffffffffff", "3bffffffffffffffff", // beyond 63 bits
        "a201010102", "bf01010102ff", // duplicate keys
        "f90000", "fb3ff199999999999a", "f7", "f820", "ff", "1c", "bf01ff", // floats, unknown simple values, stray breaks
        "62c328", // not UTF-8
        "0000" // trailing
    })
    void refuses(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(Malformed.class);
    }

    @Test
    void nestsToItsBoundAndNoDeeper() throws Malformed {
        decode("81".repeat(Cbor.MAX_DEPTH - 1) + "00");
        assertThatThrownBy(() -> decode("81".repeat(Cbor.MAX_DEPTH) + "00")).isInstanceOf(Malformed.class).hasMessageContaining("deeper");
    }

    @Test
    void holdsItemsToItsBoundAndNoMore() throws Malformed {
        decode("9f" + "00".repeat(Cbor.MAX_ITEMS - 1) + "ff");
        assertThatThrownBy(() -> decode("9f" + "00".repeat(Cbor.MAX_ITEMS) + "ff")).isInstanceOf(Malformed.class).hasMessageContaining("more items");
    }

    @Test
    void readsInputToItsBoundAndNoLonger() throws Malformed {
        int content = Cbor.MAX_SIZE - 3;
        decode("59" + String.format("%04x", content) + "00".repeat(content));
        assertThatThrownBy(() -> decode("5a00010000" + "00".repeat(0x10000))).isInstanceOf(Malformed.class).hasMessageContaining("longer");
    }

    @Test
    void readsAnItemThatOthersFollow() throws Malformed {
        Cbor.Prefix prefix = Cbor.decodePrefix(Bytes.fromHex("ffff8201024100"), 2);

        assertThat(prefix.end()).isEqualTo(5);
        assertThat(prefix.item().asArray()).hasSize(2);
    }

    private static Cbor decode(String hex) throws Malformed {
        return Cbor.decode(Bytes.fromHex(hex));
    }
}
