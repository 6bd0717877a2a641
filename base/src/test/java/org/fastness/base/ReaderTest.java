package org.fastness.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link Writer} writes, {@link Reader} reads; what breaks a bound, it refuses. */
final class ReaderTest {

    @Test
    void readsBackWhatWasWritten() throws Malformed {
        Bytes written = new Writer().u8(255).u16(65_535).u32(0xffff_ffffL).u64(-1).bytes(Bytes.of((byte) 1, (byte) 2)).text("grüezi")
                .list(List.of(1, 2), Writer::u8).option(Optional.of(7), Writer::u8).option(Optional.<Integer>empty(), Writer::u8).flag(true).toBytes();
        Reader in = Reader.of(written);

        assertThat(in.u8()).isEqualTo(255);
        assertThat(in.u16()).isEqualTo(65_535);
        assertThat(in.u32()).isEqualTo(0xffff_ffffL);
        assertThat(in.u64()).isEqualTo(-1);
        assertThat(in.bytes(2)).isEqualTo(Bytes.of((byte) 1, (byte) 2));
        assertThat(in.text(7)).isEqualTo("grüezi");
        assertThat(in.list(2, Reader::u8)).containsExactly(1, 2);
        assertThat(in.option(Reader::u8)).contains(7);
        assertThat(in.option(Reader::u8)).isEmpty();
        assertThat(in.flag()).isTrue();
        in.end();
    }

    @Test
    void numbersAreBigEndian() {
        assertThat(new Writer().u16(0x0102).u32(0x03040506L).u64(0x0708090a0b0c0d0eL).toBytes().hex()).isEqualTo("0102030405060708090a0b0c0d0e");
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        assertThatThrownBy(() -> new Writer().u8(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Writer().u16(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Writer().u32(1L << 32)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOctetStringMayFillItsBoundAndNotPassIt() throws Malformed {
        Bytes written = new Writer().bytes(Bytes.of(new byte[10])).toBytes();
        assertThat(Reader.of(written).bytes(10).size()).isEqualTo(10);
        assertThatThrownBy(() -> Reader.of(written).bytes(9)).isInstanceOf(Malformed.class);
    }

    @Test
    void aClaimedLengthBeyondTheInputAllocatesNothing() {
        Bytes claims = new Writer().u32(0xffff_fff0L).toBytes();
        assertThatThrownBy(() -> Reader.of(claims).bytes(Integer.MAX_VALUE)).isInstanceOf(Malformed.class);
        Bytes two = new Writer().u32(2).u8(0).toBytes();
        assertThatThrownBy(() -> Reader.of(two).bytes(100)).isInstanceOf(Malformed.class).hasMessage("input ends early");
    }

    @Test
    void aListMayFillItsBoundAndNotPassIt() throws Malformed {
        Bytes written = new Writer().list(List.of(1, 2, 3), Writer::u8).toBytes();
        assertThat(Reader.of(written).list(3, Reader::u8)).hasSize(3);
        assertThatThrownBy(() -> Reader.of(written).list(2, Reader::u8)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesTrailingOctets() {
        assertThatThrownBy(() -> Reader.of(Bytes.of((byte) 1)).end()).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        Bytes overlong = new Writer().bytes(Bytes.fromHex("c080")).toBytes();
        assertThatThrownBy(() -> Reader.of(overlong).text(10)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesAFlagThatIsNeitherZeroNorOne() {
        assertThatThrownBy(() -> Reader.of(Bytes.of((byte) 2)).flag()).isInstanceOf(Malformed.class);
    }

    @Test
    void takingASecretLeavesZerosBehind() throws Malformed {
        byte[] octets = {1, 2, 3, 4};
        Reader in = Reader.of(octets);
        assertThat(in.takeFixed(3)).containsExactly(1, 2, 3);
        assertThat(octets).containsExactly(0, 0, 0, 4);
    }
}
