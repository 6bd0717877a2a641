package org.fastness.enclave.authorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.protocol.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259, and stricter. */
class StrictJsonTest {

    private static Object read(String json) throws Malformed {
        return StrictJson.object(Bytes.ofUtf8(json));
    }

    @Test
    void readsWhatBrowsersSend() throws Malformed {
        String json = "{\"type\":\"webauthn.get\",\"challenge\":\"AA\",\"origin\":\"http://wallet.localhost:8080\",\"crossOrigin\":false,\"other_keys_can_be_added_here\":\"do not compare \\u0041\\/\",\"n\":[1,-2.5e3,null,true,{}]}";

        ClientData data = ClientData.parse(Bytes.ofUtf8(json));

        assertThat(data).isEqualTo(new ClientData("webauthn.get", "AA", "http://wallet.localhost:8080", false, false));
        assertThat(StrictJson.object(Bytes.ofUtf8(json)).get("other_keys_can_be_added_here")).isEqualTo("do not compare A/");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "[]", "\"a\"", "{", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{'a':1}", "{a:1}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":NaN}",
        "{\"a\":tru}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u00g0\"}", "{\"a\":\"\\u\uff11111\"}", "{\"a\":[1,]}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":\"b", "\ufeff{}"
    })
    void refuses(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesOctetsThatAreNotUtf8() {
        assertThatThrownBy(() -> StrictJson.object(Bytes.fromHex("7b2261223a22ff227d"))).isInstanceOf(Malformed.class);
    }

    @Test
    void readsToItsSizeAndNoFurther() throws Malformed {
        String frame = "{\"a\":\"\"}";
        read(frame.replace("\"\"", "\"" + "x".repeat(Bounds.WEBAUTHN - frame.length()) + "\""));
        assertThatThrownBy(() -> read(frame.replace("\"\"", "\"" + "x".repeat(Bounds.WEBAUTHN - frame.length() + 1) + "\""))).isInstanceOf(Malformed.class);
    }

    @Test
    void nestsToItsDepthAndNoDeeper() throws Malformed {
        read("{\"a\":" + "[".repeat(StrictJson.MAX_DEPTH - 1) + "]".repeat(StrictJson.MAX_DEPTH - 1) + "}");
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH) + "}")).isInstanceOf(Malformed.class);
    }

    @Test
    void clientDataNeedsItsThreeTexts() {
        for (String lacking : List.of("{\"challenge\":\"\",\"origin\":\"\"}", "{\"type\":\"\",\"origin\":\"\"}", "{\"type\":\"\",\"challenge\":\"\"}", "{\"type\":1,\"challenge\":\"\",\"origin\":\"\"}")) {
            assertThatThrownBy(() -> ClientData.parse(Bytes.ofUtf8(lacking))).isInstanceOf(Malformed.class);
        }
    }
}
