package org.fastness.intent.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fastness.base.Bytes;
import org.fastness.base.Refused;
import org.fastness.intent.Capability;
import org.fastness.intent.TestWallet;
import org.fastness.protocol.message.DecodedIntent;
import org.fastness.protocol.message.PayloadKind;
import org.junit.jupiter.api.Test;

final class PersonalMessageTest {
    private static final TestWallet WALLET = new TestWallet();
    private static final String SIGN_IN = """
            service.example wants you to sign in with your Ethereum account:
            0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

            I accept the terms.

            URI: https://service.example/login
            Version: 1
            Chain ID: 1
            Nonce: 32891756
            Issued At: 2026-09-30T16:25:24Z""";

    private static PersonalMessage decode(Bytes octets) throws Refused {
        return (PersonalMessage) WALLET.decode(PayloadKind.EVM_MESSAGE, TestWallet.EVM_PATH, "", octets);
    }

    @Test // EIP-191 version 0x45
    void hashesAsWalletsDo() throws Refused {
        assertThat(decode(Bytes.ofUtf8("hello world")).digest().hex()).isEqualTo("d9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68");
    }

    @Test
    void showsTextAsText() throws Refused {
        PersonalMessage message = decode(Bytes.ofUtf8("Grüße\nund ein \\ Strich"));

        assertThat(message.capabilities()).containsExactly(Capability.MESSAGE);
        assertThat(message.toDisplay(Bytes.EMPTY).fields().getFirst().value()).isEqualTo("Grüße\nund ein \\\\ Strich");
    }

    @Test
    void takesOctetsThatAreNoTextForRawHash() throws Refused {
        PersonalMessage hash = decode(Bytes.fromHex("ff".repeat(32)));

        assertThat(hash.capabilities()).containsExactlyInAnyOrder(Capability.MESSAGE, Capability.RAW_HASH);
        assertThat(hash.toDisplay(Bytes.EMPTY).fields().getFirst().value()).isEqualTo("0x" + "ff".repeat(32));
        assertThat(hash.toDisplay(Bytes.EMPTY).warnings()).isNotEmpty();
    }

    @Test
    void takesTextThatTurnsOrHidesForNoText() throws Refused {
        assertThat(decode(Bytes.ofUtf8("pay 1\u202e000")).capabilities()).contains(Capability.RAW_HASH);
        assertThat(decode(Bytes.ofUtf8("pay\u200bpal")).capabilities()).contains(Capability.RAW_HASH);
        assertThat(decode(Bytes.ofUtf8("null\u0000")).capabilities()).contains(Capability.RAW_HASH);
    }

    @Test
    void boundsTheMessage() throws Refused {
        assertThat(decode(Bytes.of(new byte[PersonalMessage.MAX_SIZE])).toDisplay(Bytes.EMPTY).fields().getFirst().value()).hasSize(8192);
        assertThat(decode(Bytes.ofUtf8("a".repeat(PersonalMessage.MAX_SIZE))).text()).isPresent();
        assertThatThrownBy(() -> decode(Bytes.ofUtf8("a".repeat(PersonalMessage.MAX_SIZE + 1)))).hasMessage("UNDECODABLE");
    }

    @Test // EIP-4361
    void recognisesSignIn() throws Refused {
        DecodedIntent shown = decode(Bytes.ofUtf8(SIGN_IN)).toDisplay(Bytes.EMPTY);

        assertThat(shown.kind()).isEqualTo("evm-sign-in");
        assertThat(shown.fields().getFirst()).isEqualTo(new DecodedIntent.Field("domain", "Signs in to", "service.example", true));
        assertThat(shown.warnings()).isEmpty();
    }

    @Test
    void warnsWhereSignInNamesAnotherAccount() throws Refused {
        String other = SIGN_IN.replace("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

        assertThat(decode(Bytes.ofUtf8(other)).toDisplay(Bytes.EMPTY).warnings()).hasSize(1);
    }

    @Test
    void refusesNetworkNamedForMessageThatBindsNone() {
        assertThatThrownBy(() -> WALLET.decode(PayloadKind.EVM_MESSAGE, TestWallet.EVM_PATH, "1", Bytes.ofUtf8("hi"))).hasMessage("WRONG_NETWORK");
    }
}
