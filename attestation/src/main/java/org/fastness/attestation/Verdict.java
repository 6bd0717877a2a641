package org.fastness.attestation;

import java.util.List;
import org.fastness.base.Bytes;

/** A client's judgement of evidence. */
public sealed interface Verdict {

    /** What pages and command line print beside development evidence. */
    String NOT_ATTESTED = "not attested";

    /**
     * The policy accepts the evidence, and the channel ends in what it describes.
     *
     * @param attested whether hardware vouches for it; false for development evidence
     * @param statement one phrase for people: {@link #NOT_ATTESTED} for development evidence
     */
    record Accepted(
            boolean attested, String statement, Bytes clusterId, Environment environment, Bytes bootId, Bytes image, Bytes installKey,
            List<EvidenceProperty> properties) implements Verdict {
        public Accepted {
            properties = List.copyOf(properties);
        }
    }

    /** The channel must not be used. */
    record Refused(Reason reason) implements Verdict {}

    /** Why evidence is refused. */
    enum Reason {
        MALFORMED("The evidence breaks its format or a bound."),
        UNKNOWN_TYPE("The evidence is of a type or version that is not known here."),
        DEV_NOT_ACCEPTED("The enclave runs in development mode, which proves nothing, and this client does not accept that."),
        NOT_BOUND("The evidence is not signed for this channel."),
        WRONG_TIME("The evidence was made at another time, or a clock is wrong."),
        ANOTHER_ENVIRONMENT("The enclave belongs to another environment."),
        ANOTHER_CLUSTER("The enclave belongs to another cluster than the pinned one."),
        ANOTHER_INSTALLATION("The evidence is signed by another installation than the pinned one."),
        UNKNOWN_IMAGE("The enclave's measurement is not among the allowed ones.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** One sentence for people. */
        public String sentence() {
            return sentence;
        }
    }
}
