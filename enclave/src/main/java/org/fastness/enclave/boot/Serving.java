package org.fastness.enclave.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Refused;
import org.fastness.base.Ticker;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;
import org.fastness.enclave.HostLink;
import org.fastness.enclave.Platform;
import org.fastness.enclave.account.Accounts;
import org.fastness.enclave.authorize.Denials;
import org.fastness.enclave.authorize.Sessions;
import org.fastness.enclave.channel.ChannelOpener;
import org.fastness.enclave.channel.Channels;
import org.fastness.enclave.channel.FrameProcessor;
import org.fastness.enclave.datakey.LeaseDataKey;
import org.fastness.enclave.dispatch.Dispatcher;
import org.fastness.enclave.keys.PassphraseUnsealer;
import org.fastness.enclave.keys.RecordSeal;
import org.fastness.enclave.keys.RootKey;
import org.fastness.enclave.keys.Unsealer;
import org.fastness.enclave.log.FreshnessAnchor;
import org.fastness.enclave.log.HostClock;
import org.fastness.enclave.log.Sequencer;
import org.fastness.enclave.operation.Realm;
import org.fastness.enclave.operation.Settings;
import org.fastness.intent.PayloadDecoders;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;

/** Everything that serves once the root is there: the one place where the enclave's parts are put together. */
final class Serving implements AutoCloseable {
    private static final int BOOT_ID = 16;

    private final Realm realm;
    private final Channels channels;
    private final ChannelOpener opener;
    private final DevAttester attester;
    private final FrameProcessor frames;
    private final LeaseDataKey leases;
    private final Bytes installKey;
    private final Optional<Bytes> newSealedRoot;

    private Serving(Realm realm, Channels channels, ChannelOpener opener, DevAttester attester, HostLink link, Bytes installKey, Optional<Bytes> newSealedRoot) {
        this.realm = realm;
        this.channels = channels;
        this.opener = opener;
        this.attester = attester;
        this.frames = new FrameProcessor(channels, realm.accounts(), new Dispatcher(realm), link);
        this.leases = new LeaseDataKey(realm.root());
        this.installKey = installKey;
        this.newSealedRoot = newSealedRoot;
    }

    static Serving start(Platform platform, HostLink link, HostMessage.Boot boot) throws Refused {
        Settings settings = Settings.of(boot);
        try (Unsealer unsealer = new PassphraseUnsealer(SecretBytes.copyOf(boot.passphrase().octets()), platform.entropy())) {
            if (boot.sealedRoot().isPresent()) return start(platform, link, boot, settings, unsealer.unseal(boot.sealedRoot().get(), settings.environment()), Optional.empty());
            RootKey root = RootKey.generate(settings.environment(), platform.entropy());
            return start(platform, link, boot, settings, root, Optional.of(unsealer.seal(root)));
        }
    }

    private static Serving start(Platform platform, HostLink link, HostMessage.Boot boot, Settings settings, RootKey root, Optional<Bytes> newSealedRoot) throws Refused {
        Realm realm = realm(platform, link, boot, settings, root);
        Channels channels = new Channels();
        ChannelOpener opener = new ChannelOpener(channels, platform.entropy(), platform.ticker());
        Ed25519.KeyPair installKey = installKey(boot);
        List<Property> properties = new ArrayList<>(platform.observe());
        properties.addAll(boot.hostProperties());
        DevAttester attester = new DevAttester(realm.clusterId(), settings.environment(), realm.bootId(), settings.image(), properties, opener.publicKey(), installKey, realm.time());
        return new Serving(realm, channels, opener, attester, link, installKey.publicKey(), newSealedRoot);
    }

    private static Realm realm(Platform platform, HostLink link, HostMessage.Boot boot, Settings settings, RootKey root) throws Refused {
        Entropy entropy = platform.entropy();
        Ticker ticker = platform.ticker();
        HostClock time = new HostClock(ticker);
        time.observe(boot.hostMicros());
        RecordSeal seal = new RecordSeal(root);
        FreshnessAnchor anchor = FreshnessAnchor.host();
        Bytes clusterId = root.clusterId();
        Bytes bootId = entropy.bytes(BOOT_ID);
        Sequencer sequencer = new Sequencer(seal, root.logKey(), boot.logState(), anchor, link, "fastness-" + clusterId.slice(0, 8).hex(), bootId);
        return new Realm(settings, root, clusterId, bootId, seal, root.loginKey(), entropy, ticker, time, anchor,
                new Accounts(seal), new Sessions(ticker), new Denials(), sequencer, PayloadDecoders.standard());
    }

    private static Ed25519.KeyPair installKey(HostMessage.Boot boot) {
        try (SecretBytes seed = SecretBytes.copyOf(boot.installSeed().octets())) {
            return Ed25519.KeyPair.fromSeed(seed);
        }
    }

    EnclaveMessage booted() {
        return new EnclaveMessage.Booted(realm.clusterId(), realm.bootId(), opener.publicKey(), realm.sequencer().logKey(), realm.loginKey().publicKey(), installKey, newSealedRoot);
    }

    EnclaveMessage openChannel(HostMessage.OpenChannel open) throws Refused {
        return new EnclaveMessage.ChannelOpened(opener.open(open.opening(), attester));
    }

    void processFrame(long correlation, HostMessage.ProcessFrame frame) {
        realm.time().observe(frame.hostMicros());
        frames.process(correlation, frame);
    }

    void commitOutcome(HostMessage.CommitOutcome outcome) {
        realm.sequencer().outcome(outcome.batch(), outcome.durable());
    }

    EnclaveMessage leaseDataKey(HostMessage.LeaseDataKey lease) throws Refused {
        return leases.run(lease);
    }

    /** What the core itself can tell: counts without names. */
    List<Property> properties() {
        List<Property> properties = new ArrayList<>(realm.denials().properties());
        properties.add(new Property("channels", Integer.toString(channels.count())));
        return properties;
    }

    @Override
    public void close() {
        realm.sequencer().stop();
        channels.close();
        opener.close();
        attester.close();
        realm.close();
    }
}
