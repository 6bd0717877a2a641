package org.fastness.enclave.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;
import org.fastness.enclave.keys.UserSecret;
import org.fastness.noise.HandshakeState;
import org.fastness.noise.Transport;
import org.fastness.protocol.message.Request;
import org.fastness.testkit.ManualTicker;
import org.junit.jupiter.api.Test;

/** Every table of a channel: at its bound, one past it, at its time, one past it. */
class BoundsTest {
    private static final Id ACCOUNT = Id.account(Bytes.concat(Bytes.of(new byte[15]), Bytes.of((byte) 1)));

    private final ManualTicker ticker = new ManualTicker();

    private static Transport transport() throws Exception {
        try (SecretBytes key = SecretBytes.random(32);
                HandshakeState initiator = HandshakeState.nxInitiator(Bytes.EMPTY, Entropy.system());
                HandshakeState responder = HandshakeState.nxResponder(Bytes.EMPTY, key, Entropy.system())) {
            responder.read(initiator.write(new byte[0]));
            initiator.read(responder.write(new byte[0]));
            return responder.finish();
        }
    }

    private Channel channel() throws Exception {
        return new Channel(Entropy.system().bytes(16), transport(), Entropy.system(), ticker);
    }

    private static void refused(Refusal refusal, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void aChannelKeepsItsNewestNonces() throws Exception {
        Nonces nonces = new Nonces(Entropy.system(), ticker);
        List<Bytes> issued = new ArrayList<>();
        for (int i = 0; i <= Nonces.KEPT; i++) issued.add(nonces.issue());

        refused(Refusal.REPLAYED, () -> nonces.use(issued.getFirst()));
        nonces.use(issued.get(1));
        refused(Refusal.REPLAYED, () -> nonces.use(issued.get(1)));
        refused(Refusal.REPLAYED, () -> nonces.use(Bytes.of(new byte[32])));
    }

    @Test
    void aNonceIsGoodForFiveMinutes() throws Exception {
        Nonces nonces = new Nonces(Entropy.system(), ticker);
        Bytes inTime = nonces.issue();
        Bytes late = nonces.issue();
        ticker.advance(Duration.ofMillis(Nonces.LIFETIME_MILLIS));
        nonces.use(inTime);
        ticker.advance(Duration.ofNanos(1));
        refused(Refusal.EXPIRED, () -> nonces.use(late));
    }

    @Test
    void theLeastRecentChannelMakesRoom() throws Exception {
        Channels channels = new Channels();
        Channel first = channel();
        Channel second = channel();
        channels.add(first);
        channels.add(second);
        channels.find(first.id());
        for (int i = 2; i < Channels.MAX; i++) channels.add(channel());
        assertThat(channels.count()).isEqualTo(Channels.MAX);

        channels.add(channel());

        assertThat(channels.count()).isEqualTo(Channels.MAX);
        assertThatCode(() -> channels.find(first.id())).doesNotThrowAnyException();
        refused(Refusal.UNKNOWN_CHANNEL, () -> channels.find(second.id()));
        channels.close();
    }

    @Test
    void anIdleChannelEndsAndWipesWhatItHeld() throws Exception {
        Channels channels = new Channels();
        Channel channel = channel();
        channels.add(channel);
        OpenAccount open = new OpenAccount(Id.DEFAULT_TENANT, ACCOUNT, UserSecret.generate(Entropy.system(), 1));
        channel.open(open);
        ticker.advance(Duration.ofMinutes(15).minusNanos(1));
        channels.find(channel.id());
        ticker.advance(Duration.ofMinutes(15));

        refused(Refusal.UNKNOWN_CHANNEL, () -> channels.find(channel.id()));
        assertThat(open.secret().octets().isClosed()).isTrue();
    }

    @Test
    void anEnrolmentWaitsTenMinutesForItsOwnPurpose() throws Exception {
        Channel channel = channel();
        long deadline = ticker.monotonicNanos() + PendingEnrolment.LIFETIME_MILLIS * 1_000_000;
        SecretBytes code = SecretBytes.random(20);
        channel.begin(new PendingEnrolment(Request.Purpose.CREATE, Id.DEFAULT_TENANT, ACCOUNT, Bytes.EMPTY, Bytes.EMPTY, code, deadline));

        refused(Refusal.NOT_PENDING, () -> channel.pending(Request.Purpose.ADD, Id.DEFAULT_TENANT, ACCOUNT));
        ticker.advance(Duration.ofMillis(PendingEnrolment.LIFETIME_MILLIS));
        channel.pending(Request.Purpose.CREATE, Id.DEFAULT_TENANT, ACCOUNT);
        ticker.advance(Duration.ofNanos(1));
        refused(Refusal.EXPIRED, () -> channel.pending(Request.Purpose.CREATE, Id.DEFAULT_TENANT, ACCOUNT));
        assertThat(code.isClosed()).isTrue();
    }

    @Test
    void anotherEnrolmentTakesThePlaceOfTheFirst() throws Exception {
        Channel channel = channel();
        SecretBytes first = SecretBytes.random(20);
        channel.begin(new PendingEnrolment(Request.Purpose.CREATE, Id.DEFAULT_TENANT, ACCOUNT, Bytes.EMPTY, Bytes.EMPTY, first, Long.MAX_VALUE));
        channel.begin(new PendingEnrolment(Request.Purpose.CREATE, Id.DEFAULT_TENANT, ACCOUNT, Bytes.EMPTY, Bytes.EMPTY, SecretBytes.random(20), Long.MAX_VALUE));

        assertThat(first.isClosed()).isTrue();
    }

    @Test
    void aClosedChannelKeepsNothingThatComesLate() throws Exception {
        Channel channel = channel();
        channel.close();
        OpenAccount open = new OpenAccount(Id.DEFAULT_TENANT, ACCOUNT, UserSecret.generate(Entropy.system(), 1));

        channel.open(open);

        assertThat(open.secret().octets().isClosed()).isTrue();
    }
}
