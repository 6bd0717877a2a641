package org.fastness.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    /** C2SP signed-note, "Verifier keys", the example. */
    private static final String C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String C2SP_NOTE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    static NoteSigner signer(String name, int seed) {
        byte[] octets = new byte[32];
        octets[0] = (byte) seed;
        try (SecretBytes secret = SecretBytes.takeFrom(octets)) {
            return new NoteSigner(name, Ed25519.KeyPair.fromSeed(secret));
        }
    }

    @Test
    void verifiesTheExampleOfTheStandard() throws Malformed {
        NoteVerifier key = NoteVerifier.parse(C2SP_KEY);
        SignedNote note = SignedNote.parse(C2SP_NOTE);

        assertThat(key.name()).isEqualTo("example.com/foo");
        assertThat(key.keyId().hex()).isEqualTo("530d903a");
        assertThat(key.text()).isEqualTo(C2SP_KEY);
        assertThat(note.isSignedBy(key)).isTrue();
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.encode()).isEqualTo(C2SP_NOTE);
    }

    @Test
    void refusesTheExampleWithAnyCharacterOfItsTextChanged() throws Malformed {
        NoteVerifier key = NoteVerifier.parse(C2SP_KEY);
        for (int i = 0; i < C2SP_NOTE.indexOf('\n'); i++) {
            String altered = C2SP_NOTE.substring(0, i) + (C2SP_NOTE.charAt(i) == 'x' ? 'y' : 'x') + C2SP_NOTE.substring(i + 1);
            assertThat(SignedNote.parse(altered).isSignedBy(key)).isFalse();
        }
    }

    @Test
    void signsWhatItsVerifierAccepts() throws Malformed {
        NoteSigner signer = signer("fastness.example/log", 1);

        SignedNote note = signer.sign("first\n\nafter an empty line\n");

        SignedNote read = SignedNote.parse(note.encode());
        assertThat(read).isEqualTo(note);
        assertThat(read.text()).isEqualTo("first\n\nafter an empty line\n");
        assertThat(read.isSignedBy(NoteVerifier.parse(signer.verifier().text()))).isTrue();
        assertThat(read.isSignedBy(signer("fastness.example/log", 2).verifier())).isFalse();
        assertThat(read.isSignedBy(new NoteVerifier("another", signer.verifier().publicKey()))).isFalse();
    }

    @Test
    void signatureKeepsItsOctets() {
        // Ed25519 is deterministic: a change of the key id rule or of the line would show here.
        assertThat(signer("fastness.example/log", 1).sign("golden\n").encode()).isEqualTo(GOLDEN_NOTE);
        assertThat(signer("fastness.example/log", 1).verifier().text()).isEqualTo(GOLDEN_KEY);
    }

    private static final String GOLDEN_KEY = "fastness.example/log+9502e0ed+Ac7MFQfcHd1ylZUcKQiI8JWtuQRNG3PWlubfBl1oO9T8";
    private static final String GOLDEN_NOTE = "golden\n\n\u2014 fastness.example/log lQLg7cul6ZbUv2qzGWAkoJRHtEuUux1ASJ3I9DdQt7u365FXcxA6bjLPhRFJfeKijN7T83Ga7Zvxd/JCwinIRyyETQ4=\n";

    @Test
    void ignoresSignaturesOfUnknownKeysButNotAWrongOneOfItsOwn() throws Malformed {
        NoteSigner log = signer("log", 1);
        SignedNote note = log.sign("text\n");
        SignedNote.Signature own = note.signatures().getFirst();
        SignedNote.Signature unknown = new SignedNote.Signature("witness", Bytes.fromHex("01020304"), Bytes.of(new byte[72]));
        SignedNote.Signature sameNameOtherId = new SignedNote.Signature("log", Bytes.fromHex("01020304"), Bytes.of(new byte[64]));
        SignedNote.Signature wrong = new SignedNote.Signature("log", own.keyId(), Bytes.of(new byte[64]));

        assertThat(new SignedNote("text\n", List.of(unknown, sameNameOtherId, own)).isSignedBy(log.verifier())).isTrue();
        assertThat(new SignedNote("text\n", List.of(own, wrong)).isSignedBy(log.verifier())).isFalse();
        assertThat(new SignedNote("text\n", List.of(unknown, sameNameOtherId)).isSignedBy(log.verifier())).isFalse();
    }

    @Test
    void sixteenSignaturesAreReadAndSeventeenRefused() throws Malformed {
        SignedNote one = signer("log", 1).sign("text\n");
        String line = one.encode().substring("text\n\n".length());

        SignedNote sixteen = SignedNote.parse("text\n\n" + line.repeat(16));
        assertThat(sixteen.signatures()).hasSize(16);
        assertThat(sixteen.isSignedBy(signer("log", 1).verifier())).isTrue();
        assertThatThrownBy(() -> SignedNote.parse("text\n\n" + line.repeat(17))).isInstanceOf(Malformed.class);
        List<SignedNote.Signature> seventeen = new ArrayList<>(sixteen.signatures());
        seventeen.add(seventeen.getFirst());
        assertThatThrownBy(() -> new SignedNote("text\n", seventeen)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noteOf128KilobytesIsReadAndOneOctetMoreRefused() throws Malformed {
        String rest = signer("log", 1).sign("\n").encode();
        String text = "x".repeat(SignedNote.MAX_SIZE - Bytes.ofUtf8(rest).size());

        assertThat(SignedNote.parse(text + rest).text()).hasSize(text.length() + 1);
        assertThatThrownBy(() -> SignedNote.parse("x" + text + rest)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\n\n", "text\n\nno dash\n", "text\n\n\u2014 name\n", "text\n\n\u2014 name \n", "text\n\n\u2014  AAAAAAA=\n",
        "text\n\n\u2014 name AAAA\n", "text\n\n\u2014 name AAAAAAB=\n", "text\n\n\u2014 name AAAAAAA\n", "text\n\n\u2014 name AAAAAAA=", "text\n\n\u2014 name AAAAAAA= \n",
        "text\n\n\u2014 na+me AAAAAAA=\n", "text\n\n\u2014 na\u00a0me AAAAAAA=\n", "text\n\n\u2014 na\u0085me AAAAAAA=\n", "te\txt\n\n\u2014 name AAAAAAA=\n", "te\rxt\n\n\u2014 name AAAAAAA=\n",
        "te\ud800xt\n\n\u2014 name AAAAAAA=\n", "text\n\n\u2014 name AAAAAAA=\n\n\u2014 name AAAAAAA=", "text\n\n\u2014 name AAAAAAA=\r\n", "text\n\n- name AAAAAAA=\n"})
    void refusesNoteInAnyOtherForm(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "example.com/foo", "example.com/foo+530d903a", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "example com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"})
    void refusesVerifierKeyInAnyOtherForm(String key) {
        assertThatThrownBy(() -> NoteVerifier.parse(key)).isInstanceOf(Malformed.class);
    }

    @Test
    void keyNameOf255CharactersIsTakenAndOneMoreRefused() throws Malformed {
        NoteVerifier longest = signer("n".repeat(255), 1).verifier();

        assertThat(NoteVerifier.parse(longest.text())).isEqualTo(longest);
        assertThatThrownBy(() -> signer("n".repeat(256), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NoteVerifier.parse("n" + longest.text())).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> NoteVerifier.parse("n".repeat(400))).isInstanceOf(Malformed.class);
    }

    @Test
    void readsTheCheckpointOfTheStandard() throws Malformed {
        // C2SP tlog-checkpoint, the introduction's example.
        String text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

        Checkpoint checkpoint = Checkpoint.parse(text);

        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20852163);
        assertThat(checkpoint.root().hex()).isEqualTo("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
        assertThat(checkpoint.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n", "log\n1\n", "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "log\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "log\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "log\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "log\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "log\n4611686018427387904\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "log\n9999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", "log\n1\nCsUYapGG\n",
        "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n", "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nafter\n", "l+g\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"})
    void refusesCheckpointInAnyOtherForm(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void extensionLinesAreBounded() throws Malformed {
        String start = "log\n4611686018427387903\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

        Checkpoint most = Checkpoint.parse(start + "x\n".repeat(8));
        assertThat(most.extensions()).hasSize(8);
        assertThat(most.text()).isEqualTo(start + "x\n".repeat(8));
        assertThat(Checkpoint.parse(start + "x".repeat(1024) + "\n").extensions()).hasSize(1);
        assertThatThrownBy(() -> Checkpoint.parse(start + "x\n".repeat(9))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Checkpoint.parse(start + "x".repeat(1025) + "\n")).isInstanceOf(Malformed.class);
    }

    @Test
    void checkpointOpensUnderItsOwnLogOnly() throws Exception {
        NoteSigner log = signer("log", 1);
        Checkpoint checkpoint = new Checkpoint("log", 3, MerkleTree.emptyRoot());

        assertThat(Checkpoint.open(checkpoint.sign(log), log.verifier())).isEqualTo(checkpoint);
        assertThatThrownBy(() -> Checkpoint.open(checkpoint.sign(log), signer("log", 2).verifier())).isInstanceOf(AuthenticationFailed.class);
        assertThatThrownBy(() -> checkpoint.sign(signer("other", 1))).isInstanceOf(IllegalArgumentException.class);
        SignedNote otherOrigin = log.sign(new Checkpoint("other", 3, MerkleTree.emptyRoot()).text());
        assertThatThrownBy(() -> Checkpoint.open(otherOrigin, log.verifier())).isInstanceOf(AuthenticationFailed.class);
        assertThatThrownBy(() -> Checkpoint.open(log.sign("hello\n"), log.verifier())).isInstanceOf(Malformed.class);
    }
}
