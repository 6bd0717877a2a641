package org.fastness.keyservice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.fastness.base.Ticker;
import org.fastness.keyservice.link.EnclaveLink;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real process in the real sandbox: each wall is tried from inside, which must see the error named here, and looked at from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnclaveProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Spawner spawner = new Spawner();
    private Optional<EnclaveProcess> started = Optional.empty();
    private Map<String, String> inside = Map.of();
    private Map<String, String> outside = Map.of();

    @BeforeAll
    void start() throws Exception {
        Sandbox sandbox = Images.bubblewrap();
        EnclaveImage image = Images.image();
        EnclaveProcess process = spawner.run(() -> EnclaveProcess.start(image, Optional.empty(), sandbox, Images.runFolder()));
        started = Optional.of(process);
        EnclaveLink link = new EnclaveLink(process.channel(), (commit, callers) -> false, Ticker.system());
        inside = values(((EnclaveMessage.Inspection) link.ask(new HostMessage.Inspect(), PATIENCE)).properties());
        outside = values(OutsideView.of(process.pid()));
    }

    @AfterAll
    void stop() {
        started.ifPresent(EnclaveProcess::close);
        spawner.close();
    }

    private EnclaveProcess process() {
        return started.orElseThrow();
    }

    private static Map<String, String> values(List<Property> properties) {
        return properties.stream().collect(Collectors.toMap(Property::name, Property::value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = {
        "network.socket = EPERM", "network.unixSocket = EPERM", "network.listInterfaces = EPERM", "network.socketpair = EPERM", "network.connect = EPERM", "network.bind = EPERM",
        "filesystem.openHostFile = EPERM", "filesystem.openOwnImage = EPERM", "filesystem.writeRoot = EPERM", "filesystem.mount = EPERM",
        "processes.exec = EPERM", "processes.execAt = EPERM", "processes.fork = EPERM", "processes.ptraceSelf = EPERM", "processes.ptraceParent = EPERM",
        "processes.readMemory = EPERM", "processes.readOtherMemory = EPERM", "processes.writeOtherMemory = EPERM", "processes.signalParent = EPERM", "processes.pidfd = EPERM",
        "processes.clone3 = ENOSYS",
        "seccomp.bpf = EPERM", "seccomp.perfEventOpen = EPERM", "seccomp.kexecLoad = EPERM", "seccomp.initModule = EPERM", "seccomp.ioUring = EPERM", "seccomp.setns = EPERM",
        "seccomp.unshare = EPERM", "seccomp.userfaultfd = EPERM", "seccomp.memfdCreate = EPERM"})
    void theFilterRefusesTheDeedTriedFromInside(String deed, String error) {
        assertThat(inside).containsEntry(deed, error);
    }

    @Test
    void aProgramIsNotStartedThroughTheJdkEither() {
        assertThat(inside.get("processes.spawn")).isNotEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = {
        "network.interfaces = lo", "network.route.beneath = ENETUNREACH", "filesystem.openHostFile.beneath = ENOENT", "filesystem.shell = absent",
        "filesystem.home = absent,absent", "filesystem.writeRoot.beneath = EROFS", "filesystem.writeImage.beneath = EROFS", "processes.visible = 1", "processes.pid = 1"})
    void theSandboxRefusesItEvenBeneathTheFilter(String deed, String error) {
        assertThat(inside).containsEntry(deed, error);
    }

    @Test
    void theRootHoldsTheImageTheCLibraryAndTheSocketAlone() {
        assertThat(inside.get("filesystem.root").split(",")).isSubsetOf("enclave", "lib", "lib64", "usr", "link", "proc");
    }

    @Test
    void nothingIsDumpedAndNoPrivilegeComesBack() {
        assertThat(inside).containsEntry("dumpable.flag", "0").containsEntry("dumpable.coreLimitBytes", "0")
                .containsEntry("seccomp.mode", "filter").containsEntry("seccomp.noNewPrivileges", "1").containsEntry("processes.uid", "65534");
        assertThat(inside).allSatisfy((name, value) -> {
            if (name.startsWith("capabilities.")) assertThat(value).as(name).isEqualTo("0000000000000000");
        });
    }

    @Test
    void theHostSeesTheSameWallsFromOutside() {
        assertThat(outside).containsEntry("network.namespace", "own").containsEntry("filesystem.namespace", "own").containsEntry("processes.namespace", "own")
                .containsEntry("capabilities.namespace", "own").containsEntry("seccomp.status", "2").containsEntry("seccomp.noNewPrivileges", "1")
                .containsEntry("capabilities.eff", "0000000000000000").containsEntry("capabilities.bnd", "0000000000000000");
    }

    @Test
    void noFileOfTheHostIsOpenInIt() {
        assertThat(outside.get("filesystem.openFiles").split(",")).allSatisfy(file -> assertThat(file).matches("/enclave/.*|/enclave\\.aot|/dev/null|pipe:|socket:|own status|anon_inode:.*"));
    }

    @Test
    void noDebuggerOfTheJdkGetsIn() throws Exception {
        Process jcmd = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", String.valueOf(process().pid()), "VM.version").redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(jcmd.waitFor()).as(said).isNotZero();
        assertThat(process().isAlive()).isTrue();
    }

    @Test
    void theImageIsWhatItsManifestLists() {
        Images.image().verify();
    }

    @Test
    void theEndOfTheStreamEndsTheProcess() throws Exception {
        Sandbox sandbox = Images.bubblewrap();
        EnclaveProcess other = spawner.run(() -> EnclaveProcess.start(Images.image(), Optional.empty(), sandbox, Images.runFolder()));
        ProcessHandle jvm = ProcessHandle.of(other.pid()).orElseThrow();

        other.channel().close();

        jvm.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(jvm.isAlive()).isFalse();
    }

    @Test
    void theEndOfTheThreadThatStartedItEndsTheProcess() throws Exception {
        Sandbox sandbox = Images.bubblewrap();
        Spawner shortLived = new Spawner();
        EnclaveProcess other = shortLived.run(() -> EnclaveProcess.start(Images.image(), Optional.empty(), sandbox, Images.runFolder()));
        ProcessHandle jvm = ProcessHandle.of(other.pid()).orElseThrow();

        shortLived.close();

        jvm.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(jvm.isAlive()).isFalse();
    }

    @Test
    void anotherProcessOfTheSameUserCannotReadIt() throws Exception {
        assumeRoot();
        try (OtherUser user = OtherUser.startEnclave(Images.image(), Images.bubblewrap())) {
            assertThat(user.says("head -c 1 /proc/" + user.enclavePid() + "/mem")).contains("Permission denied");
            assertThat(user.says("head -c 1 /proc/" + user.enclavePid() + "/environ")).contains("Permission denied");
            assertThat(user.says("ls /proc/" + user.enclavePid() + "/fd")).contains("Permission denied");
            assertThat(user.says("kill -0 " + user.enclavePid() + " && echo same user")).contains("same user");
        }
    }

    /** The image belongs to root here and its program may be run but not read, which is what keeps the maker of the namespace out. */
    @Test
    void anImageThatAnotherUserInstalledIsTracedByNoneButRoot() throws Exception {
        assumeRoot();
        assumeDebugger();
        try (OtherUser user = OtherUser.startEnclave(Images.image(), Images.bubblewrap())) {
            assertThat(user.says("gdb --batch -p " + user.enclavePid())).contains("ptrace: Operation not permitted");
            assertThat(user.says("readlink /proc/" + user.enclavePid() + "/exe || echo refused")).contains("refused");
        }
        assertThat(outside).containsEntry("debug.traceable", "by root, as which this host runs");
    }

    @Test
    void withoutANamespaceNoDebuggerOfTheSameUserGetsIn() throws Exception {
        assumeRoot();
        assumeDebugger();
        try (OtherUser user = OtherUser.startEnclave(Images.image(), new Sandbox.Missing("for the test"))) {
            assertThat(user.says("gdb --batch -p " + user.enclavePid())).contains("ptrace: Operation not permitted");
        }
    }

    private static void assumeRoot() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root to become another user");
    }

    private static void assumeDebugger() {
        Assumptions.assumeTrue(java.nio.file.Files.isExecutable(Path.of("/usr/bin/gdb")), "no debugger: apt-get install gdb");
    }

    @Test
    void withoutASandboxTheFilterStillHolds() throws Exception {
        EnclaveProcess bare = EnclaveProcess.start(Images.image(), Optional.empty(), new Sandbox.Missing("for the test"), Images.runFolder());
        try (bare; EnclaveLink link = new EnclaveLink(bare.channel(), (commit, callers) -> false, Ticker.system())) {
            Map<String, String> seen = values(((EnclaveMessage.Inspection) link.ask(new HostMessage.Inspect(), PATIENCE)).properties());

            assertThat(seen).containsEntry("network.socket", "EPERM").containsEntry("filesystem.openHostFile", "EPERM").containsEntry("processes.exec", "EPERM")
                    .containsEntry("filesystem.openHostFile.beneath", "opened");
            assertThat(values(OutsideView.of(bare.pid()))).containsEntry("network.namespace", "shared with the host");
        }
    }

    @Test
    void aProgramThatIsNoEnclaveIsReportedWithWhatItSaid() {
        Sandbox broken = new Sandbox.Bubblewrap(Path.of("/bin/false"));

        assertThatExceptionOfType(EnclaveProcess.NotStarted.class)
                .isThrownBy(() -> EnclaveProcess.start(Images.image(), Optional.empty(), broken, Images.runFolder()));
    }
}
