package org.fastness.enclave.account;

import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.protocol.message.AccountView;

/**
 * An action that a person asked for and that waits. Times are the trusted time's of its label.
 *
 * @param key and @param pinnedKey of an export; zero octets for a recovery
 */
public record Pending(long requestedMicros, long maturesMicros, long windowEndsMicros, Id key, Bytes pinnedKey, String clock) {

    /** The code is the protocol's. */
    public enum Kind {
        EXPORT(1), RECOVERY(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        public static Kind ofCode(int code) throws Refused {
            return switch (code) {
                case 1 -> EXPORT;
                case 2 -> RECOVERY;
                default -> throw new Refused(Refusal.MALFORMED);
            };
        }
    }

    /** Refuses before maturity and after the window. */
    public void requireOpen(long nowMicros) throws Refused {
        if (nowMicros < maturesMicros) throw new Refused(Refusal.NOT_MATURE);
        if (nowMicros >= windowEndsMicros) throw new Refused(Refusal.WINDOW_PASSED);
    }

    public AccountView.Pending view(Kind kind) {
        return new AccountView.Pending(kind.code, requestedMicros, maturesMicros, windowEndsMicros, clock);
    }

    void write(Writer out) {
        out.u64(requestedMicros).u64(maturesMicros).u64(windowEndsMicros).fixed(key.value()).fixed(pinnedKey).text(clock);
    }

    static Pending read(Reader in) throws Malformed {
        return new Pending(in.u64(), in.u64(), in.u64(), Id.key(in.fixed(Id.SIZE)), in.fixed(32), in.text(64));
    }
}
