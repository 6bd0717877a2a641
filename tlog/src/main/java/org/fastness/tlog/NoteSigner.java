package org.fastness.tlog;

import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.crypto.Ed25519;

/** Signs notes with a named Ed25519 key. The key pair is lent: whoever made it closes it. Thread-safe. */
public final class NoteSigner {
    private final NoteVerifier verifier;
    private final Ed25519.KeyPair keyPair;

    public NoteSigner(String name, Ed25519.KeyPair keyPair) {
        this.verifier = new NoteVerifier(name, keyPair.publicKey());
        this.keyPair = keyPair;
    }

    /** What checks this signer's notes. */
    public NoteVerifier verifier() {
        return verifier;
    }

    /** The text, which ends with a newline, with this key's signature. */
    public SignedNote sign(String text) {
        Bytes signature = keyPair.sign(Bytes.ofUtf8(text));
        return new SignedNote(text, List.of(new SignedNote.Signature(verifier.name(), verifier.keyId(), signature)));
    }
}
