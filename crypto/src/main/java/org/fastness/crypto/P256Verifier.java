package org.fastness.crypto;

import java.math.BigInteger;

/**
 * ECDSA verification over P-256 in Montgomery form with five limbs of 52 bits: public data only, so its time may vary, and no
 * private operation may ever use it. Why the enclave has its own: docs/DESIGN-DECISIONS.md, "P-256 verification".
 *
 * <p>u1 G + u2 Q is one run of 256 doublings over two signed window forms: G's window from a table made once, Q's from eight odd
 * multiples made per call. Points are Jacobian (x = X / Z^2, y = Y / Z^3), infinity has Z = 0.
 */
final class P256Verifier {

    static final BigInteger FIELD = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    static final BigInteger ORDER = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger B = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger GX = new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16);
    private static final BigInteger GY = new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16);

    private static final int G_WINDOW = 8;
    private static final int Q_WINDOW = 5;
    private static final int DIGITS = 257;

    /** Odd multiples of G with Z = 1, made at first use. */
    private static final Point[] G_MULTIPLES = multiplesOfG();

    private P256Verifier() {}

    /** Whether 0 &lt;= x, y &lt; p and y^2 = x^3 - 3x + b. */
    static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.compareTo(FIELD) >= 0 || y.compareTo(FIELD) >= 0) return false;
        BigInteger right = x.multiply(x).subtract(BigInteger.valueOf(3)).multiply(x).add(B).mod(FIELD);
        return y.multiply(y).mod(FIELD).equals(right);
    }

    /** FIPS 186-5 section 6.4.2, for a point of the curve and a 32-octet hash. */
    static boolean verify(BigInteger x, BigInteger y, BigInteger hash, BigInteger r, BigInteger s) {
        if (r.signum() <= 0 || s.signum() <= 0 || r.compareTo(ORDER) >= 0 || s.compareTo(ORDER) >= 0) return false;
        BigInteger inverse = s.modInverse(ORDER);
        Point sum = doubleMultiply(hash.multiply(inverse).mod(ORDER), r.multiply(inverse).mod(ORDER), x, y);
        if (sum.isInfinity()) return false;
        BigInteger next = r.add(ORDER);
        return sum.hasX(r) || next.compareTo(FIELD) < 0 && sum.hasX(next);
    }

    private static Point doubleMultiply(BigInteger u1, BigInteger u2, BigInteger qx, BigInteger qy) {
        byte[] gDigits = signedWindows(u1, G_WINDOW);
        byte[] qDigits = signedWindows(u2, Q_WINDOW);
        Point[] qMultiples = oddMultiples(Point.affine(qx, qy), 1 << (Q_WINDOW - 2));
        Point sum = new Point();
        Scratch scratch = new Scratch();
        for (int i = DIGITS - 1; i >= 0; i--) {
            sum.twice(scratch);
            if (gDigits[i] != 0) sum.add(G_MULTIPLES[Math.abs(gDigits[i]) >> 1], gDigits[i] < 0, scratch);
            if (qDigits[i] != 0) sum.add(qMultiples[Math.abs(qDigits[i]) >> 1], qDigits[i] < 0, scratch);
        }
        return sum;
    }

    /** The number as odd signed digits of the width, each followed by zeros: the sum of digit[i] 2^i. */
    static byte[] signedWindows(BigInteger number, int width) {
        byte[] digits = new byte[DIGITS];
        long[] limbs = limbs(number);
        int carry = 0;
        for (int i = 0; i < DIGITS; ) {
            if (bits(limbs, i, 1) == carry) {
                i++;
                continue;
            }
            int word = bits(limbs, i, width) + carry;
            carry = word >>> (width - 1);
            digits[i] = (byte) (word - (carry << width));
            i += width;
        }
        return digits;
    }

    private static int bits(long[] limbs, int from, int count) {
        int at = from >>> 6;
        if (at > 3) return 0;
        long word = limbs[at] >>> (from & 63);
        if ((from & 63) + count > 64 && at < 3) word |= limbs[at + 1] << (64 - (from & 63));
        return (int) word & (1 << count) - 1;
    }

    private static Point[] oddMultiples(Point one, int count) {
        Scratch scratch = new Scratch();
        Point two = new Point();
        two.set(one);
        two.twice(scratch);
        Point[] multiples = new Point[count];
        multiples[0] = one;
        for (int i = 1; i < count; i++) {
            multiples[i] = new Point();
            multiples[i].set(multiples[i - 1]);
            multiples[i].add(two, false, scratch);
        }
        return multiples;
    }

    private static Point[] multiplesOfG() {
        Point[] multiples = oddMultiples(Point.affine(GX, GY), 1 << (G_WINDOW - 2));
        for (int i = 0; i < multiples.length; i++) multiples[i] = multiples[i].normalized();
        return multiples;
    }

    private static long[] limbs(BigInteger number) {
        return new long[] {number.longValue(), number.shiftRight(64).longValue(), number.shiftRight(128).longValue(), number.shiftRight(192).longValue()};
    }

    /** Temporaries of the point formulas, made once per verification. */
    private static final class Scratch {
        final Element a = new Element();
        final Element b = new Element();
        final Element c = new Element();
        final Element d = new Element();
        final Element e = new Element();
        final Element f = new Element();
        final Element g = new Element();
    }

    /** A mutable point. */
    private static final class Point {
        private final Element x = new Element();
        private final Element y = new Element();
        private final Element z = new Element();
        private boolean affine;

        static Point affine(BigInteger x, BigInteger y) {
            Point point = new Point();
            point.x.set(x);
            point.y.set(y);
            point.z.set(BigInteger.ONE);
            point.affine = true;
            return point;
        }

        boolean isInfinity() {
            return z.isZero();
        }

        void set(Point that) {
            x.set(that.x);
            y.set(that.y);
            z.set(that.z);
            affine = false;
        }

        Point normalized() {
            BigInteger inverse = z.value().modInverse(FIELD);
            BigInteger square = inverse.multiply(inverse).mod(FIELD);
            return affine(x.value().multiply(square).mod(FIELD), y.value().multiply(square).multiply(inverse).mod(FIELD));
        }

        /** Whether X = candidate Z^2, which spares an inversion. */
        boolean hasX(BigInteger candidate) {
            Element wanted = new Element();
            Element square = new Element();
            wanted.set(candidate);
            square.square(z);
            wanted.multiply(wanted, square);
            wanted.subtract(wanted, x);
            return wanted.isZero();
        }

        /** Formula dbl-2001-b for a = -3; infinity stays infinity. */
        void twice(Scratch t) {
            t.a.square(z); // delta
            t.b.square(y); // gamma
            t.c.multiply(x, t.b); // beta
            t.d.subtract(x, t.a);
            t.e.add(x, t.a);
            t.d.multiply(t.d, t.e);
            t.e.add(t.d, t.d);
            t.d.add(t.d, t.e); // alpha = 3 (x - delta) (x + delta)
            t.e.add(y, z);
            z.square(t.e);
            z.subtract(z, t.b);
            z.subtract(z, t.a);
            z.settle();
            t.c.add(t.c, t.c);
            t.c.add(t.c, t.c); // 4 beta
            x.square(t.d);
            x.subtract(x, t.c);
            x.subtract(x, t.c);
            x.settle();
            t.c.subtract(t.c, x);
            y.multiply(t.d, t.c);
            t.b.square(t.b);
            t.b.add(t.b, t.b);
            t.b.add(t.b, t.b);
            t.b.add(t.b, t.b);
            y.subtract(y, t.b);
            y.settle();
        }

        /** Adds the point, or its negative; the other point's Z is 1 where it says so. Equal and opposite points are met. */
        void add(Point that, boolean negated, Scratch t) {
            if (that.isInfinity()) return;
            t.g.set(that.y);
            if (negated) t.g.negate();
            if (isInfinity()) {
                x.set(that.x);
                y.set(t.g);
                z.set(that.z);
                return;
            }
            t.a.square(z);
            t.b.multiply(that.x, t.a); // u2
            t.c.multiply(t.a, z);
            t.c.multiply(t.g, t.c); // s2
            if (!that.affine) scale(that, t);
            t.b.subtract(t.b, x); // h
            t.c.subtract(t.c, y); // r
            if (t.b.isZero()) {
                if (t.c.isZero()) {
                    restoreAndTwice(that, t);
                } else {
                    z.clear();
                }
                return;
            }
            z.multiply(z, t.b);
            if (!that.affine) z.multiply(z, that.z);
            z.settle();
            t.d.square(t.b); // h^2
            t.e.multiply(t.d, t.b); // h^3
            t.f.multiply(x, t.d); // u1 h^2
            x.square(t.c);
            x.subtract(x, t.e);
            x.subtract(x, t.f);
            x.subtract(x, t.f);
            x.settle();
            t.f.subtract(t.f, x);
            t.f.multiply(t.c, t.f);
            t.e.multiply(y, t.e);
            y.subtract(t.f, t.e);
            y.settle();
        }

        /** x and y become u1 = x Z2^2 and s1 = y Z2^3. */
        private void scale(Point that, Scratch t) {
            t.d.square(that.z);
            x.multiply(x, t.d);
            t.d.multiply(t.d, that.z);
            y.multiply(y, t.d);
        }

        /** Both are the same point: {@link #scale} may have changed x and y, so the other's coordinates are doubled. */
        private void restoreAndTwice(Point that, Scratch t) {
            x.set(that.x);
            y.set(t.g);
            z.set(that.z);
            twice(t);
        }
    }

    /**
     * A mutable number modulo p, times 2^260: limbs of 52 bits from the lowest, signed, not always below p.
     *
     * <p>Let a number's magnitude be its absolute value over p. A product of magnitudes a and b has 1 + ab / 16, its lower four limbs
     * are in 0..2^52-1; sums and differences add magnitudes and limbs. {@link #settle} brings a magnitude of up to 16 down to just
     * above 1. The point formulas keep every factor below 6, hence every limb below 2^56, and every column of a product below 2^62.
     */
    private static final class Element {
        private static final int WIDTH = 52;
        private static final long MASK = (1L << WIDTH) - 1;
        private static final long[] P = split(FIELD);

        private long e0;
        private long e1;
        private long e2;
        private long e3;
        private long e4;

        private static long[] split(BigInteger number) {
            long[] limbs = new long[5];
            for (int i = 0; i < 5; i++) limbs[i] = number.shiftRight(WIDTH * i).longValue() & MASK;
            return limbs;
        }

        void set(Element that) {
            e0 = that.e0;
            e1 = that.e1;
            e2 = that.e2;
            e3 = that.e3;
            e4 = that.e4;
        }

        void set(BigInteger number) {
            long[] limbs = split(number.shiftLeft(5 * WIDTH).mod(FIELD));
            e0 = limbs[0];
            e1 = limbs[1];
            e2 = limbs[2];
            e3 = limbs[3];
            e4 = limbs[4];
        }

        BigInteger value() {
            BigInteger sum = BigInteger.ZERO;
            for (long limb : new long[] {e4, e3, e2, e1, e0}) sum = sum.shiftLeft(WIDTH).add(BigInteger.valueOf(limb));
            return sum.multiply(BigInteger.TWO.modPow(BigInteger.valueOf(-5 * WIDTH), FIELD)).mod(FIELD);
        }

        void clear() {
            e0 = 0;
            e1 = 0;
            e2 = 0;
            e3 = 0;
            e4 = 0;
        }

        /** Whether this is 0 modulo p; settles it. */
        boolean isZero() {
            settle();
            carry();
            return (e0 | e1 | e2 | e3 | e4) == 0 || e0 == P[0] && e1 == P[1] && e2 == P[2] && e3 == P[3] && e4 == P[4];
        }

        void negate() {
            e0 = -e0;
            e1 = -e1;
            e2 = -e2;
            e3 = -e3;
            e4 = -e4;
        }

        void add(Element x, Element y) {
            e0 = x.e0 + y.e0;
            e1 = x.e1 + y.e1;
            e2 = x.e2 + y.e2;
            e3 = x.e3 + y.e3;
            e4 = x.e4 + y.e4;
        }

        void subtract(Element x, Element y) {
            e0 = x.e0 - y.e0;
            e1 = x.e1 - y.e1;
            e2 = x.e2 - y.e2;
            e3 = x.e3 - y.e3;
            e4 = x.e4 - y.e4;
        }

        /** Brings the lower four limbs into 0..2^52-1. */
        private void carry() {
            e1 += e0 >> WIDTH;
            e0 &= MASK;
            e2 += e1 >> WIDTH;
            e1 &= MASK;
            e3 += e2 >> WIDTH;
            e2 &= MASK;
            e4 += e3 >> WIDTH;
            e3 &= MASK;
        }

        /** Takes away p as often as 2^256 fits: what stays is above -2^229 and below 2^256 + 2^229, so 0 and p are its only multiples of p. */
        void settle() {
            carry();
            long times = e4 >> 48;
            e0 += times;
            e1 -= times << 44;
            e3 -= times << 36;
            e4 += (times << 16) - (times << 48);
        }

        private static long lo(long x, long y) {
            return x * y & MASK;
        }

        /** The product over 2^52, rounded down; both come shifted by 6 bits. */
        private static long hi(long x, long y) {
            return Math.multiplyHigh(x, y);
        }

        void multiply(Element x, Element y) {
            long x0 = x.e0;
            long x1 = x.e1;
            long x2 = x.e2;
            long x3 = x.e3;
            long x4 = x.e4;
            long y0 = y.e0;
            long y1 = y.e1;
            long y2 = y.e2;
            long y3 = y.e3;
            long y4 = y.e4;
            long u0 = x0 << 6;
            long u1 = x1 << 6;
            long u2 = x2 << 6;
            long u3 = x3 << 6;
            long u4 = x4 << 6;
            long v0 = y0 << 6;
            long v1 = y1 << 6;
            long v2 = y2 << 6;
            long v3 = y3 << 6;
            long v4 = y4 << 6;
            long c0 = lo(x0, y0);
            long c1 = hi(u0, v0) + lo(x0, y1) + lo(x1, y0);
            long c2 = hi(u0, v1) + hi(u1, v0) + lo(x0, y2) + lo(x1, y1) + lo(x2, y0);
            long c3 = hi(u0, v2) + hi(u1, v1) + hi(u2, v0) + lo(x0, y3) + lo(x1, y2) + lo(x2, y1) + lo(x3, y0);
            long c4 = hi(u0, v3) + hi(u1, v2) + hi(u2, v1) + hi(u3, v0) + lo(x0, y4) + lo(x1, y3) + lo(x2, y2) + lo(x3, y1) + lo(x4, y0);
            long c5 = hi(u0, v4) + hi(u1, v3) + hi(u2, v2) + hi(u3, v1) + hi(u4, v0) + lo(x1, y4) + lo(x2, y3) + lo(x3, y2) + lo(x4, y1);
            long c6 = hi(u1, v4) + hi(u2, v3) + hi(u3, v2) + hi(u4, v1) + lo(x2, y4) + lo(x3, y3) + lo(x4, y2);
            long c7 = hi(u2, v4) + hi(u3, v3) + hi(u4, v2) + lo(x3, y4) + lo(x4, y3);
            long c8 = hi(u3, v4) + hi(u4, v3) + lo(x4, y4);
            reduce(c0, c1, c2, c3, c4, c5, c6, c7, c8, hi(u4, v4));
        }

        void square(Element x) {
            long x0 = x.e0;
            long x1 = x.e1;
            long x2 = x.e2;
            long x3 = x.e3;
            long x4 = x.e4;
            long u0 = x0 << 6;
            long u1 = x1 << 6;
            long u2 = x2 << 6;
            long u3 = x3 << 6;
            long u4 = x4 << 6;
            long c0 = lo(x0, x0);
            long c1 = hi(u0, u0) + 2 * lo(x0, x1);
            long c2 = 2 * (hi(u0, u1) + lo(x0, x2)) + lo(x1, x1);
            long c3 = hi(u1, u1) + 2 * (hi(u0, u2) + lo(x0, x3) + lo(x1, x2));
            long c4 = 2 * (hi(u0, u3) + hi(u1, u2) + lo(x0, x4) + lo(x1, x3)) + lo(x2, x2);
            long c5 = hi(u2, u2) + 2 * (hi(u0, u4) + hi(u1, u3) + lo(x1, x4) + lo(x2, x3));
            long c6 = 2 * (hi(u1, u4) + hi(u2, u3) + lo(x2, x4)) + lo(x3, x3);
            long c7 = hi(u3, u3) + 2 * (hi(u2, u4) + lo(x3, x4));
            long c8 = 2 * hi(u3, u4) + lo(x4, x4);
            reduce(c0, c1, c2, c3, c4, c5, c6, c7, c8, hi(u4, u4));
        }

        /**
         * Montgomery's reduction of ten columns, five times one limb: p is -1 modulo 2^52, so the multiple of p that clears a limb is the
         * limb itself, and p = 2^256 - 2^224 + 2^192 + 2^96 - 1 makes that multiple a few shifts.
         */
        private void reduce(long c0, long c1, long c2, long c3, long c4, long c5, long c6, long c7, long c8, long c9) {
            long m = c0 & MASK;
            c1 += (c0 >> WIDTH) + (m << 44 & MASK);
            c2 += m >>> 8;
            c3 += m << 36 & MASK;
            c4 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
            c5 += (m >>> 4) - (m >>> 36);
            m = c1 & MASK;
            c2 += (c1 >> WIDTH) + (m << 44 & MASK);
            c3 += m >>> 8;
            c4 += m << 36 & MASK;
            c5 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
            c6 += (m >>> 4) - (m >>> 36);
            m = c2 & MASK;
            c3 += (c2 >> WIDTH) + (m << 44 & MASK);
            c4 += m >>> 8;
            c5 += m << 36 & MASK;
            c6 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
            c7 += (m >>> 4) - (m >>> 36);
            m = c3 & MASK;
            c4 += (c3 >> WIDTH) + (m << 44 & MASK);
            c5 += m >>> 8;
            c6 += m << 36 & MASK;
            c7 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
            c8 += (m >>> 4) - (m >>> 36);
            m = c4 & MASK;
            c5 += (c4 >> WIDTH) + (m << 44 & MASK);
            c6 += m >>> 8;
            c7 += m << 36 & MASK;
            c8 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
            c9 += (m >>> 4) - (m >>> 36);
            e0 = c5 & MASK;
            c6 += c5 >> WIDTH;
            e1 = c6 & MASK;
            c7 += c6 >> WIDTH;
            e2 = c7 & MASK;
            c8 += c7 >> WIDTH;
            e3 = c8 & MASK;
            e4 = c9 + (c8 >> WIDTH);
        }
    }
}
