package org.fastness.intent.evm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.Keccak256;
import org.fastness.crypto.address.EthereumAddress;
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
 * A message under the EIP-191 version 0x45 prefix. Text is shown as text; octets that are no text are shown as hex and need
 * {@link Capability#RAW_HASH}. A sign-in (EIP-4361) is recognised by its form.
 */
public record PersonalMessage(Signer signer, Bytes message, Optional<String> text, Optional<SignInText> signIn) implements Intent {

    /** Octets of a message; whatever is longer could not be shown whole. */
    public static final int MAX_SIZE = 4095;

    private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

    public static PersonalMessage decode(Bytes octets, String network, KeyPath path, PublicKeys keys) throws Malformed, Refused {
        if (octets.size() > MAX_SIZE) throw new Malformed("message too long to be shown");
        Signer signer = PayloadDecoders.signer(path, KeyPath.Family.EVM, keys);
        Optional<String> text = plainText(octets);
        if (text.isPresent()) Display.shown(text.get());
        return new PersonalMessage(signer, octets, text, text.flatMap(SignInText::parse));
    }

    /** Strict UTF-8 without anything that hides or turns text. */
    private static Optional<String> plainText(Bytes octets) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString();
            return Display.isPlain(text) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    public Bytes digest() {
        return Keccak256.hash(Bytes.ofUtf8(PREFIX + message.size()), message);
    }

    @Override
    public String kind() {
        return signIn.isPresent() ? "evm-sign-in" : "evm-message";
    }

    @Override
    public Optional<String> network() {
        return Optional.empty();
    }

    @Override
    public Set<Capability> capabilities() {
        return text.isPresent() ? Set.of(Capability.MESSAGE) : Set.of(Capability.MESSAGE, Capability.RAW_HASH);
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
        return List.of(signer.task(digest()));
    }

    @Override
    public SignedPayload assemble(List<Bytes> signatures) {
        return new SignedPayload(EvmSignature.withV(signatures.getFirst()), Bytes.EMPTY, digest());
    }

    @Override
    public void show(Display display) {
        EthereumAddress from = EvmAccount.of(signer);
        signIn.ifPresent(s -> {
            display.important("domain", "Signs in to", Display.visible(s.domain())).important("uri", "Resource", Display.visible(s.uri()))
                    .important("chainId", "Chain id", Display.visible(s.chainId()));
            if (!s.address().equals(from.toString())) display.warn("The sign-in names another account than the one that signs.");
        });
        text.ifPresentOrElse(t -> display.important("message", "Message", Display.visible(t)),
                () -> display.important("messageHex", "Octets that are no text", "0x" + message.hex())
                        .warn("These octets are no text: nobody can tell what they stand for."));
        display.important("from", "Account", from.toString());
    }
}
