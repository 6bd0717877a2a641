package org.fastness.protocol;

/** Every bound of the protocol, in octets or counts. A test stands at each and one past it. */
public final class Bounds {
    private Bounds() {}

    /** The one protocol version spoken today. */
    public static final int VERSION = 1;
    /** Plaintext of one request or response over all its fragments. */
    public static final int MESSAGE = 256 * 1024;
    /** Plaintext of one fragment: a Noise message of 65,535 octets less its 16-octet tag. */
    public static final int FRAGMENT = 65_519;
    /** Fragments of one frame: {@code MESSAGE / FRAGMENT}, rounded up. */
    public static final int FRAGMENTS = 5;
    /** One frame with header, routing header and fragments. */
    public static final int FRAME = FRAGMENTS * (FRAGMENT + 18) + 1024;
    /** First sequence number that is refused: nonces are {@code sequence * 16 + fragment} and must stay below 2^64 - 1. */
    public static final long SEQUENCES = 1L << 59;
    /** Handshake message of a client. */
    public static final int HANDSHAKE = 4096;
    /** Clear routing header. */
    public static final int ROUTING = 512;
    /** Keys named by one routing header. */
    public static final int ROUTED_KEYS = 8;
    /** Activity entries of one page. */
    public static final int ACTIVITY_PAGE = 50;
    /** A payload to be signed. */
    public static final int PAYLOAD = 128 * 1024;
    /** Payloads of one signing request. */
    public static final int BATCH = 16;
    /** A label a person gives: authenticator, key. */
    public static final int LABEL = 64;
    /** Authenticators of one account. */
    public static final int AUTHENTICATORS = 16;
    /** Slots of one account. */
    public static final int SLOTS = 24;
    /** Keys of one account. */
    public static final int KEYS = 8;
    /** WebAuthn credential id (level 3, section 4). */
    public static final int CREDENTIAL_ID = 1023;
    /** WebAuthn authenticator data of an assertion, attestation object, collected client data. */
    public static final int WEBAUTHN = 4096;
    /** DER signature of an assertion. */
    public static final int SIGNATURE = 128;
    /** A sealed record. */
    public static final int RECORD = 64 * 1024;
    /** Any short text: chain name, path, origin. */
    public static final int TEXT = 256;
    /** One shown value of a decoded intent. */
    public static final int SHOWN = 8192;
    /** Fields shown of one decoded intent. */
    public static final int SHOWN_FIELDS = 256;
    /** A receipt. */
    public static final int RECEIPT = 8192;
    /** One message of the host link. */
    public static final int LINK = 4 * 1024 * 1024;
    /** Effects of one commit. */
    public static final int EFFECTS = 4096;
}
