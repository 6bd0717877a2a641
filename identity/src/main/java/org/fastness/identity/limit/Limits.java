package org.fastness.identity.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Refused;
import org.fastness.dataprotection.BlindIndex;
import org.fastness.dataprotection.Column;
import org.fastness.dataprotection.EmailAddress;
import org.fastness.identity.Ground;
import org.fastness.store.Tx;

/**
 * How often somebody may try something: a count per subject and window of time, in the store, so that all servers share it. A
 * subject is an e-mail address or a client's network address, and only its look-up is kept.
 *
 * @param codesPerAddress mails to one address; past it the answer is the same and no mail goes out
 * @param codesPerClient requests for codes from one client
 * @param guessesPerAddress codes tried for one address, whichever code was current
 * @param guessesPerClient codes, handoffs and statements tried by one client
 */
public record Limits(Rule codesPerAddress, Rule codesPerClient, Rule guessesPerAddress, Rule guessesPerClient) {

    /** At most so many uses in each window. */
    public record Rule(int uses, Duration window) {
        public Rule {
            if (uses < 1 || window.toMillis() < 1) throw new IllegalArgumentException("a rule allows one use and lasts a millisecond at least");
        }
    }

    /** What keeps the chance of guessing somebody's code below one in 10,000 a day, and the flood of mail to anybody low. */
    public static Limits standard() {
        return new Limits(new Rule(5, Duration.ofMinutes(15)), new Rule(30, Duration.ofMinutes(15)), new Rule(15, Duration.ofHours(6)), new Rule(60, Duration.ofMinutes(15)));
    }

    /** The same for addresses, and room for many clients behind one address: load tests, and servers behind a proxy that limits. */
    public Limits withClients(Rule codes, Rule guesses) {
        return new Limits(codesPerAddress, codes, guessesPerAddress, guesses);
    }

    private static final Column SUBJECT = new Column(Ground.DATASET, "identity_limit", "subject");

    /** Says what a subject is counted for; the names are part of the look-ups. */
    private enum Counted { CODES_PER_ADDRESS, CODES_PER_CLIENT, GUESSES_PER_ADDRESS, GUESSES_PER_CLIENT }

    /** A count to be taken: made before the transaction, since the look-up may have to ask the enclave for its key. */
    public record Count(Rule rule, Id tenant, Bytes subject) {

        /** Counts one use; whether it was within the rule. Uses past the rule count as well, and change nothing. */
        public boolean take(Tx tx, long nowMicros) {
            long window = rule.window().toMillis() * 1000;
            long start = nowMicros - Math.floorMod(nowMicros, window);
            long uses = tx.one("""
                    insert into identity_limit (tenant, subject, window_start, uses, expires_at) values (?, ?, ?, 1, ?)
                    on conflict (tenant, subject, window_start) do update set uses = identity_limit.uses + 1 returning uses""",
                    row -> row.int64("uses"), tenant, subject, start, start + window).orElseThrow();
            return uses <= rule.uses();
        }
    }

    public Count codes(BlindIndex index, Id tenant, EmailAddress address) throws Refused {
        return count(index, tenant, codesPerAddress, Counted.CODES_PER_ADDRESS, address.octets());
    }

    public Count codes(BlindIndex index, Id tenant, InetAddress client) throws Refused {
        return count(index, tenant, codesPerClient, Counted.CODES_PER_CLIENT, network(client));
    }

    public Count guesses(BlindIndex index, Id tenant, EmailAddress address) throws Refused {
        return count(index, tenant, guessesPerAddress, Counted.GUESSES_PER_ADDRESS, address.octets());
    }

    public Count guesses(BlindIndex index, Id tenant, InetAddress client) throws Refused {
        return count(index, tenant, guessesPerClient, Counted.GUESSES_PER_CLIENT, network(client));
    }

    private static Count count(BlindIndex index, Id tenant, Rule rule, Counted counted, Bytes subject) throws Refused {
        return new Count(rule, tenant, index.of(tenant, SUBJECT, Bytes.concat(Bytes.of((byte) counted.ordinal()), subject)));
    }

    // One household or host has a whole /64 of IPv6 to choose from.
    private static Bytes network(InetAddress client) {
        byte[] octets = client.getAddress();
        return Bytes.of(client instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
    }
}
