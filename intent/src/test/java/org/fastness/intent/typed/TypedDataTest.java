package org.fastness.intent.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.Keccak256;
import org.fastness.crypto.Secp256k1;
import org.fastness.crypto.SecretBytes;
import org.fastness.intent.Asset;
import org.fastness.intent.Capability;
import org.fastness.intent.Outflow;
import org.fastness.intent.SigningTask;
import org.fastness.intent.TestWallet;
import org.fastness.protocol.message.PayloadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public final class TypedDataTest {
    private static final TestWallet WALLET = new TestWallet();

    /** EIP-712 section Rationale for typedData, the Mail example. */
    public static final String MAIL = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
            "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
            "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},
            "primaryType":"Mail",
            "domain":{"name":"Ether Mail","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
            "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},"to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}""";

    private static TypedData decode(String json, String network) throws Refused {
        return (TypedData) WALLET.decode(PayloadKind.EVM_TYPED_DATA, TestWallet.EVM_PATH, network, Bytes.ofUtf8(json));
    }

    private static TypedData decode(String json) throws Refused {
        return decode(json, "");
    }

    private static void undecodable(String json) {
        assertThatThrownBy(() -> decode(json)).hasMessage("UNDECODABLE");
    }

    /** One member of the type in a struct Data. */
    private static String one(String type, String value) {
        return "{\"types\":{\"Data\":[{\"name\":\"x\",\"type\":\"" + type + "\"}]},\"primaryType\":\"Data\",\"domain\":{\"name\":\"d\"},\"message\":{\"x\":" + value + "}}";
    }

    @Test
    void hashesAndSignsTheMailExample() throws Refused {
        TypedData mail = decode(MAIL, "1");

        assertThat(mail.domainSeparator().hex()).isEqualTo("f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
        assertThat(mail.messageHash().hex()).isEqualTo("c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
        assertThat(mail.digest().hex()).isEqualTo("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
        try (SecretBytes cow = SecretBytes.copyOf(Keccak256.hash(Bytes.ofUtf8("cow")))) {
            Bytes signature = mail.assemble(List.of(SigningTask.octets(Secp256k1.signRecoverable(cow, mail.digest(), Secp256k1.DETERMINISTIC)))).signature();
            assertThat(signature.hex()).isEqualTo("4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c");
        }
    }

    @Test
    void showsEveryHashedValueAndNothingElse() throws Refused {
        TypedData mail = decode(MAIL.replace("\"contents\":\"Hello, Bob!\"", "\"contents\":\"Hello, Bob!\",\"unsigned\":\"lie\""));

        assertThat(mail.leaves()).extracting(TypedData.Leaf::path).containsExactly("from.name", "from.wallet", "to.name", "to.wallet", "contents");
        assertThat(mail.toDisplay(Bytes.EMPTY).fields()).extracting(f -> f.key()).contains("domain.chainId", "domain.verifyingContract", "message.to.wallet").doesNotContain("message.unsigned");
        assertThat(mail.digest().hex()).isEqualTo("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    }

    @Test
    void ignoresUnusedTypesAndTakesThePrimaryTypeAsNamed() throws Refused {
        String unused = MAIL.replace("\"Person\":[", "\"Group\":[{\"name\":\"mail\",\"type\":\"Mail\"}],\"Person\":[");

        assertThat(decode(unused).digest()).isEqualTo(decode(MAIL).digest());
        assertThat(decode(MAIL.replace("\"primaryType\":\"Mail\"", "\"primaryType\":\"Person\"").replace("\"message\":{\"from\"", "\"message\":{\"name\":\"a\",\"wallet\":\"0x" + "11".repeat(20) + "\",\"from\"")).primaryType()).isEqualTo("Person");
    }

    @Test
    void makesTheDomainTypeWhereItIsMissing() throws Refused {
        String without = MAIL.replaceFirst("\"EIP712Domain\":\\[.*?],\\s", "");
        assertThat(decode(without).domainSeparator()).isEqualTo(decode(MAIL).domainSeparator());
    }

    @Test
    void refusesNetworkThatDiffersFromTheDomain() throws Refused {
        assertThat(decode(MAIL, "").chainId()).contains(BigInteger.ONE);
        assertThatThrownBy(() -> decode(MAIL, "2")).hasMessage("WRONG_NETWORK");
        assertThatThrownBy(() -> decode(one("bool", "true"), "1")).hasMessage("WRONG_NETWORK");
        assertThat(decode(one("bool", "true")).toDisplay(Bytes.EMPTY).warnings()).anyMatch(w -> w.contains("any"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            uint8   | 255    | 256
            uint8   | "0xff" | "0x100"
            uint8   | 0      | -1
            int8    | 127    | 128
            int8    | -128   | -129
            uint256 | 9007199254740991 | 9007199254740992
            uint256 | "115792089237316195423570985008687907853269984665640564039457584007913129639935" | "115792089237316195423570985008687907853269984665640564039457584007913129639936"
            int256  | "-57896044618658097711785492504343953926634992332820282019728792003956564819968" | "-57896044618658097711785492504343953926634992332820282019728792003956564819969"
            uint8   | 1      | 1.0
            uint8   | 10     | 1e1
            uint8   | "1"    | "01"
            uint8   | "1"    | ""
            uint8   | "0x1"  | "0x"
            bool    | true   | 1
            bool    | false  | "false"
            bool    | false  | null
            bytes2  | "0x0102" | "0x010203"
            bytes2  | "0x0102" | "0x01"
            bytes   | "0x"   | "0x0"
            bytes   | "0x00" | "00"
            string  | ""     | 1
            address | "0x1111111111111111111111111111111111111111" | "0x111111111111111111111111111111111111111"
            address | "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266" | "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
            uint8[] | []     | {}
            uint8[2]| [1,2]  | [1]
            uint8[2][]| [[1,2]] | [[1,2],[3]]
            """)
    void holdsValuesToTheRangeOfTheirType(String type, String fits, String fitsNot) throws Refused {
        assertThat(decode(one(type, fits)).leaves()).isNotEmpty();
        undecodable(one(type, fitsNot));
    }

    @ParameterizedTest
    @CsvSource({"uint", "int", "uint7", "uint264", "bytes0", "bytes33", "byte", "fixed128x18", "function", "uint8[0]", "uint8[-1]", "'uint8 '", "uint8]", "Missing", "''"})
    void refusesTypesThatAreNone(String type) {
        undecodable(one(type, "1"));
    }

    @Test
    void refusesDocumentsOfAnotherForm() {
        undecodable(MAIL.replace("\"primaryType\":\"Mail\"", "\"primaryType\":\"EIP712Domain\""));
        undecodable(MAIL.replace("\"primaryType\":\"Mail\",", ""));
        undecodable(MAIL.replace("\"primaryType\":\"Mail\",", "\"primaryType\":\"Mail\",\"more\":1,"));
        undecodable(MAIL.replace("\"primaryType\":\"Mail\",", "\"primaryType\":\"Mail\",\"primaryType\":\"Mail\","));
        undecodable(MAIL.replace(",\"contents\":\"Hello, Bob!\"", ""));
        undecodable(MAIL.replace("\"Hello, Bob!\"", "null"));
        undecodable(MAIL.replace("{\"name\":\"version\",\"type\":\"string\"},", "{\"name\":\"version\",\"type\":\"uint256\"},"));
        undecodable(MAIL.replace("{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"version\",\"type\":\"string\"}", "{\"name\":\"version\",\"type\":\"string\"},{\"name\":\"name\",\"type\":\"string\"}"));
        undecodable(MAIL.replace("{\"name\":\"contents\",\"type\":\"string\"}", "{\"name\":\"contents\",\"type\":\"string\"},{\"name\":\"contents\",\"type\":\"string\"}"));
        undecodable(MAIL.replace("\"Person\":[", "\"uint8\":["));
        undecodable(MAIL.replace("\"Person\":[", "\"Per son\":["));
        undecodable("[]");
    }

    @Test
    void takesRecursiveTypesThroughArraysAndBoundsThem() throws Refused {
        String types = "{\"types\":{\"Node\":[{\"name\":\"next\",\"type\":\"Node[]\"}]},\"primaryType\":\"Node\",\"domain\":{},\"message\":";
        String message = "{\"next\":[]}";
        for (int i = 0; i < 14; i++) message = "{\"next\":[" + message + "]}";
        assertThat(decode(types + message + "}").leaves()).hasSize(1);
        undecodable(types + "{\"next\":[" + message + "]}" + "}");
        undecodable("{\"types\":{\"Node\":[{\"name\":\"next\",\"type\":\"Node\"}]},\"primaryType\":\"Node\",\"domain\":{},\"message\":{\"next\":{}}}");
    }

    @Test
    void boundsShownValues() throws Refused {
        assertThat(decode(one("uint8[]", "[" + "1,".repeat(199) + "1]")).leaves()).hasSize(200);
        undecodable(one("uint8[]", "[" + "1,".repeat(200) + "1]"));
        assertThat(decode(one("string", "\"" + "a".repeat(8192) + "\"")).leaves()).hasSize(1);
        undecodable(one("string", "\"" + "a".repeat(8193) + "\""));
    }

    @Test
    void boundsAllShownOctets() throws Refused {
        int each = 8192 - 2 * "x[0]".length();
        String full = "\"" + "a".repeat(each) + "\"";
        assertThat(decode(one("string[8]", "[" + (full + ",").repeat(7) + full + "]")).leaves()).hasSize(8);
        undecodable(one("string[8]", "[" + (full + ",").repeat(7) + "\"a" + full.substring(1) + "]"));
    }

    @Test
    void boundsTheNamesOfShownValues() throws Refused {
        String struct = "{\"types\":{\"A\":[{\"name\":\"" + "n".repeat(120) + "\",\"type\":\"B\"}],\"B\":[{\"name\":\"%s\",\"type\":\"bool\"}]},\"primaryType\":\"A\",\"domain\":{},\"message\":{\"" + "n".repeat(120) + "\":{\"%s\":true}}}";
        String fits = "m".repeat(119);
        assertThat(decode(struct.formatted(fits, fits)).leaves().getFirst().path()).hasSize(240);
        undecodable(struct.formatted(fits + "m", fits + "m"));
    }

    @Test
    void boundsTypes() throws Malformed {
        assertThat(Types.read(structs(Types.MAX_STRUCTS)).has("T0")).isTrue();
        assertThatThrownBy(() -> Types.read(structs(Types.MAX_STRUCTS + 1))).hasMessageContaining("many types");
        assertThat(Types.read(struct(Types.MAX_MEMBERS)).members("T")).hasSize(Types.MAX_MEMBERS);
        assertThatThrownBy(() -> Types.read(struct(Types.MAX_MEMBERS + 1))).hasMessageContaining("many members");
        String name = "n".repeat(Types.MAX_NAME);
        assertThat(Types.read(Json.parse(Bytes.ofUtf8("{\"" + name + "\":[]}"))).has(name)).isTrue();
        assertThatThrownBy(() -> Types.read(Json.parse(Bytes.ofUtf8("{\"n" + name + "\":[]}")))).isInstanceOf(Malformed.class);
    }

    private static Json structs(int count) throws Malformed {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < count; i++) json.append(i == 0 ? "" : ",").append("\"T").append(i).append("\":[]");
        return Json.parse(Bytes.ofUtf8(json.append('}').toString()));
    }

    private static Json struct(int members) throws Malformed {
        StringBuilder json = new StringBuilder("{\"T\":[");
        for (int i = 0; i < members; i++) json.append(i == 0 ? "" : ",").append("{\"name\":\"m").append(i).append("\",\"type\":\"bool\"}");
        return Json.parse(Bytes.ofUtf8(json.append("]}").toString()));
    }

    private static final String TOKEN = "0x2222222222222222222222222222222222222222";

    private static String permit(String members, String types, String message) {
        return "{\"types\":{" + types + "},\"primaryType\":\"" + members + "\",\"domain\":{\"name\":\"T\",\"chainId\":5,\"verifyingContract\":\"" + TOKEN + "\"},\"message\":" + message + "}";
    }

    private static String fields(String declaration) {
        StringBuilder json = new StringBuilder("[");
        for (String member : declaration.split(",")) {
            String[] parts = member.trim().split(" ");
            json.append(json.length() > 1 ? "," : "").append("{\"name\":\"").append(parts[1]).append("\",\"type\":\"").append(parts[0]).append("\"}");
        }
        return json.append(']').toString();
    }

    private static final String SOMEONE = "\"0x1111111111111111111111111111111111111111\"";

    @Test
    void knowsPermit() throws Refused {
        TypedData permit = decode(permit("Permit", "\"Permit\":" + fields("address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"),
                "{\"owner\":" + SOMEONE + ",\"spender\":" + SOMEONE + ",\"value\":\"1000\",\"nonce\":0,\"deadline\":1}"), "5");

        assertThat(permit.kindOfData()).isEqualTo(TypedKind.PERMIT);
        assertThat(permit.capabilities()).containsExactly(Capability.PERMIT);
        assertThat(permit.outflows()).containsExactly(new Outflow(Asset.evmToken(5, TOKEN.substring(2)), BigInteger.valueOf(1000)));
    }

    @Test
    void knowsDaiPermitAsUnlimited() throws Refused {
        TypedData permit = decode(permit("Permit", "\"Permit\":" + fields("address holder,address spender,uint256 nonce,uint256 expiry,bool allowed"),
                "{\"holder\":" + SOMEONE + ",\"spender\":" + SOMEONE + ",\"nonce\":0,\"expiry\":0,\"allowed\":true}"));

        assertThat(permit.capabilities()).containsExactly(Capability.PERMIT);
        assertThat(permit.outflows()).containsExactly(Outflow.unlimited(Asset.evmToken(5, TOKEN.substring(2))));
    }

    @Test
    void knowsPermit2AndAddsUpItsTokens() throws Refused {
        String types = "\"PermitBatchTransferFrom\":" + fields("TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline")
                + ",\"TokenPermissions\":" + fields("address token,uint256 amount");
        String permitted = "{\"token\":\"" + TOKEN + "\",\"amount\":7}";
        TypedData permit = decode(permit("PermitBatchTransferFrom", types, "{\"permitted\":[" + permitted + "," + permitted + "],\"spender\":" + SOMEONE + ",\"nonce\":0,\"deadline\":1}"));

        assertThat(permit.capabilities()).containsExactly(Capability.PERMIT2);
        assertThat(permit.outflows()).containsExactly(new Outflow(Asset.evmToken(5, TOKEN.substring(2)), BigInteger.valueOf(14)));
    }

    @Test
    void takesPermitOfAnotherShapeForUnknownAndStillWantsPermits() throws Refused {
        TypedData permit = decode(permit("Permit", "\"Permit\":" + fields("address owner,address spender,uint256 value,uint256 deadline,uint256 nonce"),
                "{\"owner\":" + SOMEONE + ",\"spender\":" + SOMEONE + ",\"value\":\"1000\",\"nonce\":0,\"deadline\":1}"));

        assertThat(permit.kindOfData()).isEqualTo(TypedKind.UNKNOWN);
        assertThat(permit.capabilities()).containsExactlyInAnyOrder(Capability.TYPED_DATA_UNKNOWN, Capability.PERMIT, Capability.PERMIT2);
        assertThat(decode(MAIL).capabilities()).containsExactly(Capability.TYPED_DATA_UNKNOWN);
    }
}
