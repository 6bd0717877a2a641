package org.fastness.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.fastness.base.Bytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that finds nothing proves nothing until it has found what was planted. */
final class LeakScannerTest {
    private static final Canary.Text EMAIL = new Canary.Text("e-mail", "canary.q7x@example.test");
    private static final Canary.Digits CODE = new Canary.Digits("code", "493817");
    private static final Canary.Words WORDS = new Canary.Words("phrase", "legal winner thank year wave sausage worth useful legal winner thank yellow");

    private final Seeded random = Seeded.of(20_261_121);
    private final Canary.Octets key = new Canary.Octets("key", random.bytes(32));
    private final LeakScanner scanner = new LeakScanner(List.of(EMAIL, CODE, WORDS, key));

    @Test
    void findsPlantedOctetsInEachEncodingWhereverTheyStand() {
        byte[] octets = key.value().toArray();
        List<byte[]> written = new ArrayList<>(List.of(octets, ascii(key.value().hex()), ascii(key.value().hex().toUpperCase(Locale.ROOT))));
        for (int before = 0; before < 7; before++) {
            byte[] within = Bytes.concat(random.bytes(before), key.value(), random.bytes(5)).toArray();
            written.add(Base64.getEncoder().encode(within));
            written.add(Base64.getUrlEncoder().withoutPadding().encode(within));
        }
        for (byte[] leak : written) {
            for (int offset : new int[] {0, 1, 7, 8, 4_095}) assertFound("key", planted(offset, leak));
        }
    }

    @Test
    void findsPlantedTextInEachEncoding() {
        String text = EMAIL.value();
        assertFound("e-mail", planted(33, text.getBytes(StandardCharsets.UTF_8)));
        assertFound("e-mail", planted(33, text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
        assertFound("e-mail", planted(33, text.getBytes(StandardCharsets.UTF_16LE)));
        assertFound("e-mail", planted(33, text.getBytes(StandardCharsets.UTF_16BE)));
        assertFound("e-mail", planted(33, ascii("canary.q7x%40example.test")));
        assertFound("e-mail", planted(33, ascii(Bytes.ofUtf8(text).hex())));
        for (int before = 0; before < 3; before++) assertFound("e-mail", planted(33, Base64.getEncoder().encode(Bytes.concat(random.bytes(before), Bytes.ofUtf8(text + "\"}")).toArray())));
    }

    @Test
    void findsWordsInTheirOrderWhateverStandsBetweenThem() {
        for (String leak : List.of("legal winner thank year", "thank, year, wave, sausage", "[\"useful\",\"legal\",\"winner\",\"thank\"]", "sausage\nworth\nuseful\nlegal", "1. Worth 2. Useful 3. Legal 4. Winner")) {
            assertFound("phrase", planted(100, ascii(leak)));
            assertFound("phrase", planted(100, leak.getBytes(StandardCharsets.UTF_16LE)));
        }
        assertThat(scanner.scan("place", ascii("winner legal thank year; legal winner thank; the year"))).isEmpty();
    }

    @Test
    void findsACodeThatStandsAloneAndNoneThatIsPartOfANumber() {
        for (String leak : List.of("\"493817\"", "code=493817", " 493817 ", "Your code is 493817.", "493817")) assertFound("code", ascii(leak));
        for (String chance : List.of("1493817", "4938171", "12:01:02.493817Z", "0x493817", "a493817f", "493817.25")) assertThat(scanner.scan("place", ascii(chance))).as(chance).isEmpty();
    }

    @Test
    void findsALeakInAFileOfAFolder(@TempDir Path folder) throws Exception {
        Path deep = Files.createDirectories(folder.resolve("a/b")).resolve("store.db-wal");
        Files.write(deep, planted(70_000, key.value().toArray()));
        Files.write(folder.resolve("innocent"), random.bytes(100_000).toArray());

        assertThat(scanner.scanFolder(folder)).containsExactly(new LeakScanner.Finding("key", deep.toString(), "plain"));
    }

    @Test
    void findsNothingInChance() {
        assertThat(scanner.scan("chance", random.bytes(1 << 20).toArray())).isEmpty();
    }

    private void assertFound(String canary, byte[] octets) {
        assertThat(scanner.scan("place", octets)).extracting(LeakScanner.Finding::canary).contains(canary);
    }

    private byte[] planted(int offset, byte[] leak) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(random.bytes(offset).toArray());
        out.write('\n');
        out.writeBytes(leak);
        out.write('\n');
        out.writeBytes(random.bytes(50).toArray());
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
