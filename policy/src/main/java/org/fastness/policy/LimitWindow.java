package org.fastness.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Writer;
import org.fastness.intent.Asset;

/**
 * What an account spent lately and what it is about to spend. An immutable value: reserve before signing, then commit once a signature
 * was released, or refund if none was. A reservation counts fully until then, so requests side by side cannot pass a limit together.
 *
 * <p>Form: magic 0xA8, version 1, u64 latest time, list of spent, list of reservations, both in ascending order.
 *
 * @param latestSeconds the latest time ever seen; time never runs back here, whatever the clock says
 */
public record LimitWindow(long latestSeconds, List<Spent> spent, List<Reservation> reservations) {

    /** Committed amounts of one asset in one slice of time. @param endSeconds when the slice ended; it counts until a window after that */
    public record Spent(Asset asset, long endSeconds, BigInteger amount) {}

    /** @param id the request's, 16 octets */
    public record Reservation(Bytes id, List<Amount> amounts) {
        public Reservation {
            if (id.size() != ID_SIZE) throw new IllegalArgumentException("a reservation's id has 16 octets");
            amounts = List.copyOf(amounts);
        }
    }

    public record Amount(Asset asset, BigInteger amount) {}

    private static final int MAGIC = 0xA8;
    private static final int VERSION = 1;
    private static final int ID_SIZE = 16;
    /** Slices that a window is counted in: an amount counts up to one slice longer than the window, never shorter. */
    static final int SLICES = 24;
    /** Slices remembered, over all assets. */
    public static final int MAX_SPENT = 256;
    /** Requests under way. */
    public static final int MAX_RESERVATIONS = 64;
    /** Assets of one request. */
    public static final int MAX_AMOUNTS = 32;

    /** Nothing spent yet. */
    public static final LimitWindow EMPTY = new LimitWindow(0, List.of(), List.of());

    public LimitWindow {
        spent = List.copyOf(spent);
        reservations = List.copyOf(reservations);
    }

    /** Committed and reserved amounts that count at the time. */
    public BigInteger used(Asset asset, long nowSeconds, long windowSeconds) {
        long now = Math.max(nowSeconds, latestSeconds);
        BigInteger used = BigInteger.ZERO;
        for (Spent slice : spent) if (slice.asset.equals(asset) && counts(slice, now, windowSeconds)) used = used.add(slice.amount);
        for (Reservation reservation : reservations) {
            for (Amount amount : reservation.amounts) if (amount.asset.equals(asset)) used = used.add(amount.amount);
        }
        return used;
    }

    private static boolean counts(Spent slice, long now, long windowSeconds) {
        return now - slice.endSeconds < windowSeconds;
    }

    /** Holds the amounts; empty if there is no room or the id is already reserved. The caller has compared them with the limits. */
    Optional<LimitWindow> reserve(Bytes id, List<Amount> amounts, long nowSeconds, long windowSeconds) {
        boolean full = reservations.size() >= MAX_RESERVATIONS || amounts.size() > MAX_AMOUNTS || reservations.stream().anyMatch(r -> r.id.equals(id));
        LimitWindow pruned = prune(nowSeconds, windowSeconds);
        int assets = pruned.spent.size() + reservations.stream().mapToInt(r -> r.amounts.size()).sum() + amounts.size();
        if (full || assets > MAX_SPENT) return Optional.empty(); // each reserved amount may become a slice of its own
        List<Reservation> more = new ArrayList<>(pruned.reservations);
        more.add(new Reservation(id, amounts));
        return Optional.of(new LimitWindow(pruned.latestSeconds, pruned.spent, sorted(more)));
    }

    /** Turns the reservation into spent amounts; does nothing if there is none. */
    public LimitWindow commit(Bytes id, long nowSeconds, long windowSeconds) {
        Optional<Reservation> held = reservations.stream().filter(r -> r.id.equals(id)).findFirst();
        if (held.isEmpty()) return this;
        LimitWindow rest = refund(id).prune(nowSeconds, windowSeconds);
        long slice = Math.max(1, windowSeconds / SLICES);
        long end = Math.addExact(Math.multiplyExact(rest.latestSeconds / slice, slice), slice);
        List<Spent> all = new ArrayList<>(rest.spent);
        for (Amount amount : held.get().amounts) add(all, amount, end);
        all.sort(LimitWindow::compare);
        return new LimitWindow(rest.latestSeconds, all, rest.reservations);
    }

    private static void add(List<Spent> all, Amount amount, long end) {
        for (int i = 0; i < all.size(); i++) {
            Spent slice = all.get(i);
            if (slice.endSeconds != end || !slice.asset.equals(amount.asset)) continue;
            all.set(i, new Spent(slice.asset, end, slice.amount.add(amount.amount)));
            return;
        }
        all.add(new Spent(amount.asset, end, amount.amount));
    }

    /** Lets the reservation go: only where no signature was released. */
    public LimitWindow refund(Bytes id) {
        return new LimitWindow(latestSeconds, spent, reservations.stream().filter(r -> !r.id.equals(id)).toList());
    }

    private LimitWindow prune(long nowSeconds, long windowSeconds) {
        long now = Math.max(nowSeconds, latestSeconds);
        return new LimitWindow(now, spent.stream().filter(slice -> counts(slice, now, windowSeconds)).toList(), reservations);
    }

    private static List<Reservation> sorted(List<Reservation> reservations) {
        return reservations.stream().sorted((a, b) -> a.id.hex().compareTo(b.id.hex())).toList();
    }

    private static int compare(Spent a, Spent b) {
        int byAsset = a.asset.text().compareTo(b.asset.text());
        return byAsset != 0 ? byAsset : Long.compare(a.endSeconds, b.endSeconds);
    }

    public Bytes encode() {
        Writer out = new Writer().u8(MAGIC).u8(VERSION).u64(latestSeconds);
        out.list(spent, (w, s) -> AssetLimit.writeNumber(w.text(s.asset.text()).u64(s.endSeconds), s.amount));
        out.list(reservations, (w, r) -> w.fixed(r.id).list(r.amounts, (x, a) -> AssetLimit.writeNumber(x.text(a.asset.text()), a.amount)));
        return out.toBytes();
    }

    public static LimitWindow decode(Bytes octets) throws Malformed {
        Reader in = Reader.of(octets);
        if (in.u8() != MAGIC || in.u8() != VERSION) throw new Malformed("not a limit window of version 1");
        LimitWindow window = new LimitWindow(seconds(in), in.list(MAX_SPENT, r -> new Spent(asset(r), seconds(r), AssetLimit.readNumber(r))),
                in.list(MAX_RESERVATIONS, r -> new Reservation(r.fixed(ID_SIZE), r.list(MAX_AMOUNTS, x -> new Amount(asset(x), AssetLimit.readNumber(x))))));
        in.end();
        for (int i = 1; i < window.spent.size(); i++) if (compare(window.spent.get(i - 1), window.spent.get(i)) >= 0) throw new Malformed("slices out of order");
        Set<Bytes> ids = new HashSet<>();
        for (Reservation reservation : window.reservations) if (!ids.add(reservation.id)) throw new Malformed("reservation twice");
        if (!window.reservations.equals(sorted(window.reservations))) throw new Malformed("reservations out of order");
        return window;
    }

    private static long seconds(Reader in) throws Malformed {
        long seconds = in.u64();
        if (seconds < 0 || seconds > Long.MAX_VALUE / 4) throw new Malformed("time out of range");
        return seconds;
    }

    private static Asset asset(Reader in) throws Malformed {
        return new Asset(in.text(AssetLimit.MAX_ASSET));
    }
}
