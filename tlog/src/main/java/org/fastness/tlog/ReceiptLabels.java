package org.fastness.tlog;

/**
 * What a receipt honestly claims about the circumstances of its operation.
 *
 * @param evidenceType what proved the enclave to its clients: {@code dev} proves nothing; 1 to 16 of a-z, 0-9 and hyphen
 * @param witnessed whether somebody besides the log cosigned the checkpoint
 */
public record ReceiptLabels(String evidenceType, Freshness freshness, TimeSource time, boolean witnessed) {

    /** Who keeps the enclave from being rolled back across a restart. */
    public enum Freshness {
        /** Nobody but the host. */
        HOST(1, "host"),
        /** An external counter or anchor. */
        ANCHOR(2, "anchor"),
        /** A majority of peer enclaves. */
        QUORUM(3, "quorum");

        final int code;
        private final String text;

        Freshness(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /** The word in JSON and on pages. */
        public String text() {
            return text;
        }
    }

    /** Whose clock the receipt's time comes from. */
    public enum TimeSource {
        /** The host's, which may say what it likes. */
        HOST(1, "host"),
        /** Witnesses' clocks. */
        WITNESS(2, "witness");

        final int code;
        private final String text;

        TimeSource(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /** The word in JSON and on pages. */
        public String text() {
            return text;
        }
    }

    /** The evidence type of development mode. */
    public static final String DEV = "dev";

    static final int MAX_EVIDENCE_TYPE = 16;

    public ReceiptLabels {
        if (!isEvidenceType(evidenceType)) throw new IllegalArgumentException("not an evidence type");
    }

    static boolean isEvidenceType(String text) {
        return text.matches("[a-z0-9-]{1," + MAX_EVIDENCE_TYPE + "}");
    }

    /** One phrase for pages and command line. */
    public String attestation() {
        return evidenceType.equals(DEV) ? "not attested" : "evidence of type " + evidenceType;
    }
}
