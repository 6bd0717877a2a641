package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @Test
    void readsWhatItWrote() throws Malformed {
        JsonObject written = Json.object().put("text", "ä\"\n😀").put("number", Long.MIN_VALUE).put("flag", true).putNull("nothing").put("list", Json.texts(List.of("a", "b"))).put("inner", Json.object().build()).build();

        assertThat(Json.read(Json.write(written), 1_000)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\":1,\"a\":2}", "{\"a\":1}{", "{} x", "{'a':1}", "{a:1}", "[01]", "[NaN]", "[+1]", "// c\n{}", "[\"\t\"]", "nul", "\ufeff{}", "{\"a\":{\"b\":1,\"b\":1}}"})
    void refuses(String document) {
        assertThatThrownBy(() -> Json.read(Bytes.ofUtf8(document), 1_000)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesUtf16() {
        assertThatThrownBy(() -> Json.read(Bytes.of("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)), 100)).isInstanceOf(Malformed.class);
    }

    @Test
    void readsNestingAtItsBoundAndRefusesOneMore() throws Malformed {
        Json.read(Bytes.ofUtf8("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH)), 1_000);

        assertThatThrownBy(() -> Json.read(Bytes.ofUtf8("[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1)), 1_000)).isInstanceOf(Malformed.class);
    }

    @Test
    void readsSizeAtItsBoundAndRefusesOneMore() throws Malformed {
        Json.read(Bytes.ofUtf8("[123]"), 5);

        assertThatThrownBy(() -> Json.read(Bytes.ofUtf8("[1234]"), 5)).isInstanceOf(Malformed.class);
    }

    @Test
    void readsCountAtItsBoundAndRefusesOneMore() throws Malformed {
        Json.read(Bytes.ofUtf8("[0" + ",0".repeat(Json.MAX_VALUES - 2) + "]"), 1 << 20);

        assertThatThrownBy(() -> Json.read(Bytes.ofUtf8("[0" + ",0".repeat(Json.MAX_VALUES - 1) + "]"), 1 << 20)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e3", "9223372036854775808", "-9223372036854775809", "\"1\"", "null"})
    void refusesNumberThatIsNot64BitsWhole(String literal) throws Malformed {
        JsonObject object = Json.readObject(Bytes.ofUtf8("{\"n\":" + literal + "}"), 100);

        assertThatThrownBy(() -> object.number("n")).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesAbsentMemberLongTextAndUnknownMember() throws Malformed {
        JsonObject object = Json.readObject(Bytes.ofUtf8("{\"a\":\"12345\"}"), 100);

        assertThat(object.text("a", 5)).isEqualTo("12345");
        assertThatThrownBy(() -> object.text("a", 4)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> object.text("b", 4)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> object.only("b")).isInstanceOf(Malformed.class);
        assertThat(object.only("a", "b").has("b")).isFalse();
    }

    @Test
    void readsOnlyCanonicalBase64url() throws Malformed {
        assertThat(Json.readObject(Bytes.ofUtf8("{\"a\":\"_-8\"}"), 100).base64url("a", 2)).isEqualTo(Bytes.fromHex("ffef"));
        for (String other : List.of("_-9", "_-8=", "/+8", "_-8A", "_")) {
            JsonObject object = Json.readObject(Bytes.ofUtf8("{\"a\":\"" + other + "\"}"), 100);
            assertThatThrownBy(() -> object.base64url("a", 2)).as(other).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void errorsAndNamesNeverShowContent() throws Malformed {
        JsonObject object = Json.readObject(Bytes.ofUtf8("{\"email\":\"canary@example.org\"}"), 100);

        assertThat(object.toString()).doesNotContain("canary");
        assertThat(object.members().get("email").toString()).doesNotContain("canary");
        assertThatThrownBy(() -> Json.read(Bytes.ofUtf8("{canary"), 100)).hasMessageNotContaining("canary");
    }
}
