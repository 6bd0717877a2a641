package org.fastness.intent.solana;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refused;
import org.fastness.crypto.address.Base58;
import org.fastness.intent.Capability;
import org.fastness.intent.Display;
import org.fastness.intent.Intent;
import org.fastness.intent.KeyPath;
import org.fastness.intent.Outflow;
import org.fastness.intent.PayloadDecoders;
import org.fastness.intent.PublicKeys;
import org.fastness.intent.SignedPayload;
import org.fastness.intent.Signer;
import org.fastness.intent.SigningTask;

/**
 * A text under Solana's off-chain signing domain, version 0: 0xff "solana offchain", version, application domain (32), format, signer
 * count, signers, u16 little-endian length, text. Its first octet makes sure that no cluster takes it for a transaction.
 */
public record SolanaText(Signer signer, Bytes octets, Bytes application, String text) implements Intent {

    /** Octets of the text; formats 0 and 1 are bound to one packet, format 2 by what can be shown. */
    public static final int MAX_TEXT = 4095;
    /** Octets of the whole in formats 0 and 1. */
    public static final int MAX_PACKET = 1232;

    private static final Bytes DOMAIN = Bytes.concat(Bytes.of((byte) 0xff), Bytes.ofUtf8("solana offchain"));

    public static SolanaText decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused {
        Signer signer = PayloadDecoders.signer(path, KeyPath.Family.SOLANA, keys);
        Reader in = Reader.of(octets);
        if (!in.fixed(DOMAIN.size()).equals(DOMAIN) || in.u8() != 0) throw new Malformed("not an off-chain message of version 0");
        Bytes application = in.fixed(32);
        int format = in.u8();
        if (in.u8() != 1 || !in.fixed(32).equals(signer.publicKey())) throw new Malformed("signed by another key");
        int size = in.u8() | in.u8() << 8;
        if (size == 0 || size > MAX_TEXT) throw new Malformed("text empty or too long to be shown");
        String text = text(in.fixed(size), format);
        in.end();
        if (format < 2 && octets.size() > MAX_PACKET) throw new Malformed("message larger than a packet");
        return new SolanaText(signer, octets, application, text);
    }

    /** Format 0: printable ASCII; 1 and 2: UTF-8. */
    private static String text(Bytes octets, int format) throws Malformed {
        if (format > 2) throw new Malformed("unknown text format");
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString();
            boolean ascii = text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
            if (format == 0 && !ascii || !Display.isPlain(text)) throw new Malformed("text that cannot be shown as it is");
            Display.shown(text);
            return text;
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed("text is not UTF-8");
        }
    }

    @Override
    public String kind() {
        return "solana-message";
    }

    @Override
    public Optional<String> network() {
        return Optional.empty();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.MESSAGE);
    }

    @Override
    public List<Outflow> outflows() {
        return List.of();
    }

    @Override
    public boolean plainTransfer() {
        return false;
    }

    @Override
    public List<SigningTask> tasks() {
        return List.of(signer.task(octets));
    }

    @Override
    public SignedPayload assemble(List<Bytes> signatures) {
        return new SignedPayload(signatures.getFirst(), Bytes.EMPTY, Digests.sha256(octets));
    }

    @Override
    public void show(Display display) {
        display.important("message", "Message", Display.visible(text))
                .important("from", "Account", Base58.encode(signer.publicKey()))
                .detail("application", "Application", Base58.encode(application));
    }
}
