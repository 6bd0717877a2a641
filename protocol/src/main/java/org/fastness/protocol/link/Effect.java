package org.fastness.protocol.link;

import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/** One thing the host must make durable. All effects of a commit become durable together, or none. */
public sealed interface Effect {

    /** Write the record if the stored version is {@code record.version() - 1}; version 1 means no row may exist. Tag 1. */
    record Put(SealedRecord record) implements Effect {}

    /** Append the leaf hash (32) at the index, which must be the next. Tag 2. */
    record AppendLeaf(long index, Bytes leafHash) implements Effect {}

    /** Remember the signed checkpoint note for the tree size. Tag 3. */
    record PutCheckpoint(long size, String note) implements Effect {}

    default void write(Writer out) {
        switch (this) {
            case Put p -> {
                out.u8(1);
                p.record.write(out);
            }
            case AppendLeaf a -> out.u8(2).u64(a.index).fixed(a.leafHash);
            case PutCheckpoint c -> out.u8(3).u64(c.size).text(c.note);
        }
    }

    static Effect read(Reader in) throws Malformed {
        return switch (in.u8()) {
            case 1 -> new Put(SealedRecord.read(in));
            case 2 -> new AppendLeaf(in.u64(), in.fixed(32));
            case 3 -> new PutCheckpoint(in.u64(), in.text(4096));
            default -> throw new Malformed("unknown effect");
        };
    }
}
