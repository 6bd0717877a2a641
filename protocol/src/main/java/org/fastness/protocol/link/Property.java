package org.fastness.protocol.link;

import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;

/** One observed property of the enclave, such as {@code seccomp} = {@code filter}. Dots in the name group: {@code network.connect} = {@code EPERM}. */
public record Property(String name, String value) {
    void write(Writer out) {
        out.text(name).text(value);
    }

    static Property read(Reader in) throws Malformed {
        return new Property(in.text(128), in.text(1024));
    }
}
