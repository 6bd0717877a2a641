package org.fastness.intent.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    private static Json parse(String text) throws Malformed {
        return Json.parse(Bytes.ofUtf8(text));
    }

    @Test
    void keepsNumbersAsWritten() throws Malformed {
        assertThat(parse(" [ 1 , -0.5e+3 ] ").elements()).containsExactly(new Json.Number("1"), new Json.Number("-0.5e+3"));
    }

    @Test
    void readsEscapesAndPairs() throws Malformed {
        assertThat(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"").text()).isEqualTo("\"\\/\b\f\n\r\té😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[1,]", "[1 2]", "01", "1.", ".5", "+1", "1e", "-", "NaN", "tru", "'a'", "\"a", "\"\\x\"",
            "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\t\"", "1 1", "{a:1}", "\ufeff1", "[1]//", "\u00001", "1\u0000", "\"\\u\uff11234\""})
    void refusesWhatIsNoStrictJson(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesWhatIsNoUtf8() {
        assertThatThrownBy(() -> Json.parse(Bytes.of((byte) '"', (byte) 0xc0, (byte) 0x80, (byte) '"'))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Json.parse(Bytes.of((byte) '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) '"'))).isInstanceOf(Malformed.class);
    }

    @Test
    void boundsDepth() throws Malformed {
        assertThat(parse("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH)).elements()).hasSize(1);
        assertThatThrownBy(() -> parse("[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1))).hasMessageContaining("deep");
    }

    @Test
    void boundsSize() throws Malformed {
        assertThat(parse("\"" + "a".repeat(Json.MAX_SIZE - 2) + "\"").text()).hasSize(Json.MAX_SIZE - 2);
        assertThatThrownBy(() -> parse("\"" + "a".repeat(Json.MAX_SIZE - 1) + "\"")).hasMessageContaining("large");
    }

    @Test
    void boundsValues() throws Malformed {
        assertThat(parse("[" + "1,".repeat(Json.MAX_VALUES - 2) + "1]").elements()).hasSize(Json.MAX_VALUES - 1);
        assertThatThrownBy(() -> parse("[" + "1,".repeat(Json.MAX_VALUES - 1) + "1]")).hasMessageContaining("many");
    }
}
