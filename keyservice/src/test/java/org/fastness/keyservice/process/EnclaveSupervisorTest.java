package org.fastness.keyservice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.keyservice.Caller;
import org.fastness.keyservice.DataKeys;
import org.fastness.keyservice.EnclaveDirectory;
import org.fastness.keyservice.Inspection;
import org.fastness.keyservice.records.CommitListener;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.Property;
import org.fastness.protocol.message.AccountView;
import org.fastness.testkit.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real process, real store, real client. */
@Timeout(180)
class EnclaveSupervisorTest {
    private static final Caller ALICE = new Caller.User(Id.DEFAULT_TENANT, Id.user(Bytes.fromHex("0a".repeat(16))));
    private static final Path NOWHERE = Path.of("/nonexistent/bwrap");

    private static EnclaveSettings withoutBubblewrap(int environment) {
        return Residence.settings(NOWHERE.toString(), environment, Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void signsThroughProcessRelayAndStoreAndComesBackFromWhatIsStored(Engine engine) throws Exception {
        String url = engine.freshUrl();
        List<Id> linked = new ArrayList<>();
        Someone alice;
        Bytes cluster;
        try (Residence first = Residence.at(url, (tx, tenant, user, account) -> linked.add(account))) {
            alice = Someone.connected(first.transport(ALICE));
            AccountView account = alice.signUp();
            cluster = alice.clusterId();

            assertThat(linked).containsExactly(account.account());
            assertThat(alice.sign("hello").signature().size()).isEqualTo(65);
        }
        try (Residence second = Residence.at(url)) {
            alice.reconnect(second.transport(ALICE));
            alice.unlock();

            assertThat(alice.clusterId()).isEqualTo(cluster);
            assertThat(alice.sign("again").signature().size()).isEqualTo(65);
            assertThat(alice.activity().total()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void letsNobodyWithoutASessionMakeAnAccount() throws Exception {
        try (Residence home = Residence.at(Engine.SQLITE.freshUrl())) {
            Someone anonymous = Someone.connected(home.transport(new Caller.Anonymous()));

            assertThatThrownBy(anonymous::signUp).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNAUTHENTICATED));
        }
    }

    @Test
    void replacesAKilledEnclaveAndLetsItsClientsComeBack() throws Exception {
        try (Residence home = Residence.at(Engine.SQLITE.freshUrl())) {
            Someone alice = Someone.connected(home.transport(ALICE));
            alice.signUp();
            EnclaveMessage.Booted before = home.supervisor.identity().orElseThrow();

            ProcessHandle.of(home.supervisor.pid().orElseThrow()).orElseThrow().destroyForcibly();

            EnclaveMessage.Booted after = nextBoot(home.supervisor, before);
            assertThat(after.clusterId()).isEqualTo(before.clusterId());
            assertThat(after.noiseStatic()).isNotEqualTo(before.noiseStatic());
            assertThatThrownBy(() -> alice.sign("on the old channel")).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_CHANNEL));
            alice.reconnect(home.transport(ALICE));
            alice.unlock();
            assertThat(alice.sign("on the new one").signature().size()).isEqualTo(65);
        }
    }

    private static EnclaveMessage.Booted nextBoot(EnclaveSupervisor supervisor, EnclaveMessage.Booted before) {
        while (true) {
            Optional<EnclaveMessage.Booted> now = supervisor.identity();
            if (now.isPresent() && !now.get().bootId().equals(before.bootId())) return now.get();
            Thread.onSpinWait();
        }
    }

    @Test
    void runsWithoutASandboxInDevelopmentAndSaysSo() throws Exception {
        try (Residence bare = Residence.at(Engine.SQLITE.freshUrl(), CommitListener.NONE, withoutBubblewrap(0), Residence.secrets("p"))) {
            assertThat(bare.supervisor.launch()).contains(new Property("sandbox", "missing"));
            assertThat(Inspection.of(bare.supervisor).toJson().members()).containsKeys("sandbox", "network", "filesystem", "dumpable", "seccomp", "processes", "memory", "capabilities", "debug");
        }
    }

    @Test
    void refusesToRunWithoutASandboxAnywhereElse() {
        for (int environment : List.of(1, 2)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Residence.at(Engine.SQLITE.freshUrl(), CommitListener.NONE, withoutBubblewrap(environment), Residence.secrets("p")))
                    .withMessageContaining("no sandbox");
        }
    }

    @Test
    void takesABubblewrapThatCannotWorkForAMissingOne(@TempDir Path folder) throws Exception {
        Path broken = java.nio.file.Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        EnclaveSettings settings = Residence.settings(broken.toString(), 0, Optional.empty());

        try (Residence bare = Residence.at(Engine.SQLITE.freshUrl(), CommitListener.NONE, settings, Residence.secrets("p"))) {
            assertThat(bare.supervisor.launch()).contains(new Property("sandbox", "missing"));
        }
    }

    @Test
    void refusesToStartWithAnotherPassphrase() {
        String url = Engine.SQLITE.freshUrl();
        Residence.at(url).close();
        EnclaveSettings settings = Residence.settings("bwrap", 0, Optional.empty());

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Residence.at(url, CommitListener.NONE, settings, Residence.secrets("wrong horse")));
    }

    @Test
    void leasesTheSameDataKeysToEveryBoot() throws Exception {
        String url = Engine.SQLITE.freshUrl();
        byte[] first;
        try (Residence home = Residence.at(url)) {
            first = new DataKeys(EnclaveDirectory.of(home.supervisor)).lease(Id.DEFAULT_TENANT, "identity", 1).encryptionKey().octets().clone();
        }
        try (Residence home = Residence.at(url)) {
            EnclaveMessage.DataKey again = new DataKeys(EnclaveDirectory.of(home.supervisor)).lease(Id.DEFAULT_TENANT, "identity", 1);

            assertThat(again.encryptionKey().octets()).isEqualTo(first);
            assertThat(again.indexKey().octets()).isNotEqualTo(first);
        }
    }

    @Test
    void takesItsStartCacheAndNamesItInTheEvidence(@TempDir Path folder) throws Exception {
        Images.bubblewrap();
        EnclaveSettings settings = Residence.settings("bwrap", 0, Optional.of(folder));
        try (Residence home = Residence.at(Engine.SQLITE.freshUrl(), CommitListener.NONE, settings, Residence.secrets("p"))) {
            Path cache = StartCache.of(EnclaveImage.at(settings.image()), folder).orElseThrow();

            assertThat(home.supervisor.launch()).contains(new Property("startCacheSha256", StartCache.sha256(cache).hex()));
            assertThat(java.nio.file.Files.getPosixFilePermissions(cache)).doesNotContain(java.nio.file.attribute.PosixFilePermission.OWNER_WRITE);
            Path maps = Path.of("/proc", String.valueOf(home.supervisor.pid().orElseThrow()), "maps");
            if ("root".equals(System.getProperty("user.name"))) assertThat(java.nio.file.Files.readString(maps)).contains("/enclave.aot"); // the JVM took it
            assertThat(Someone.connected(home.transport(ALICE)).signUp().level()).isEqualTo(1);
        }
    }

    @Test
    void leavesNothingBehindWhenItCloses() throws Exception {
        ProcessHandle process;
        try (Residence home = Residence.at(Engine.SQLITE.freshUrl())) {
            process = ProcessHandle.of(home.supervisor.pid().orElseThrow()).orElseThrow();
        }

        process.onExit().get(Duration.ofSeconds(30).toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }
}
