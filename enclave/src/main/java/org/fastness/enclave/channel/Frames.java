package org.fastness.enclave.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.channel.Frame;
import org.fastness.protocol.message.Response;

/** Opens and seals frames: fragments under their own nonces, the routing header under the first fragment's associated data. */
public final class Frames {

    /** The plaintext of all fragments, the caller's to wipe. A frame that does not open looks like a channel that is gone. */
    byte[] open(Channel channel, Frame frame) throws Refused {
        int count = frame.fragments().size();
        List<byte[]> plain = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Bytes ad = Frame.associatedData(frame.channelId(), frame.sequence(), i, count, false);
                plain.add(channel.transport().open(Frame.nonce(frame.sequence(), i), ad, frame.fragments().get(i)));
            }
            return join(plain);
        } catch (Malformed broken) {
            throw new Refused(Refusal.MALFORMED);
        } catch (AuthenticationFailed | IllegalStateException altered) {
            throw new Refused(Refusal.UNKNOWN_CHANNEL);
        } finally {
            plain.forEach(part -> Arrays.fill(part, (byte) 0));
        }
    }

    private static byte[] join(List<byte[]> parts) throws Malformed {
        int size = parts.stream().mapToInt(part -> part.length).sum();
        if (size > Bounds.MESSAGE) throw new Malformed("message longer than its bound of " + Bounds.MESSAGE);
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The answer as a frame of the same sequence number; empty if the channel has ended meanwhile. */
    Optional<Bytes> seal(Channel channel, long sequence, Response response) {
        byte[] plain = new Response.Envelope(channel.nonces().issue(), Nonces.LIFETIME_MILLIS, response).encode();
        try {
            int count = Math.max(1, (plain.length + Bounds.FRAGMENT - 1) / Bounds.FRAGMENT);
            List<Bytes> fragments = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] part = Arrays.copyOfRange(plain, i * Bounds.FRAGMENT, Math.min(plain.length, (i + 1) * Bounds.FRAGMENT));
                Bytes ad = Frame.associatedData(channel.id(), sequence, i, count, true);
                fragments.add(channel.transport().sealAt(Frame.nonce(sequence, i), ad, part));
            }
            return Optional.of(new Frame(channel.id(), sequence, Bytes.EMPTY, fragments).encode());
        } catch (IllegalStateException ended) {
            return Optional.empty();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
