package org.fastness.base;

/**
 * The one vocabulary of refusals, shared by enclave, host, client and pages. The code is stable; the text is one sentence of cause
 * and one of remedy. HTTP status as RFC 9457 problem documents give it. A refusal never carries payload, key, e-mail or address.
 */
public enum Refusal {
    MALFORMED(1, 400, false, "The request breaks its format or a bound.", "Update the client; see the protocol's limits."),
    UNKNOWN_VERSION(2, 400, false, "The format's version is not known here.", "Use a client of this server's version."),
    UNKNOWN_CHANNEL(3, 410, true, "The secure channel is gone.", "Open a new channel and try again."),
    REPLAYED(4, 409, false, "This frame or request was already used.", "Start the operation again."),
    ROUTING_MISMATCH(5, 400, false, "The clear routing header differs from the one inside.", "Open a new channel; if it happens again, the host is altering traffic."),
    NOT_AUTHORISED(6, 403, false, "The request is not authorised.", "Approve it with an authenticator of this account."),
    NOT_OPEN(7, 401, true, "The account is not unlocked on this channel.", "Unlock it with a passkey, device or recovery code."),
    STALE_RECORD(8, 409, true, "The host presented an older record than this enclave has seen.", "Try again; if it happens again, the host is rolling back state."),
    RECORD_MISSING(9, 404, false, "The account or record does not exist.", "Check that you signed in to the right account."),
    EXPIRED(10, 401, true, "The approval came too late.", "Approve the request again."),
    UNDECODABLE(11, 422, false, "The enclave cannot decode what it is asked to sign.", "Only payloads that can be shown to you are signed."),
    CAPABILITY_OFF(12, 403, false, "This kind of signature is turned off for the account.", "Turn the capability on first, with step-up."),
    LIMIT(13, 403, false, "The amount passes the account's limit.", "Lower the amount, or wait until the window has passed."),
    LEVEL(14, 403, false, "The account's level does not allow this.", "Add a passkey that can hold a key, and a recovery code."),
    NOT_MATURE(15, 425, true, "The delay has not passed yet.", "Wait until the time shown, then try again."),
    NOT_PENDING(16, 409, false, "There is no such pending action.", "Request it first."),
    WINDOW_PASSED(17, 410, false, "The window to complete the action has passed.", "Request it again."),
    CONFLICT(18, 409, true, "Another operation changed the account first.", "Try again."),
    NOT_DURABLE(19, 503, true, "The host could not make the operation durable, so nothing was released.", "Try again."),
    FROZEN(20, 403, false, "The account is frozen by a veto.", "Unfreeze it with an authenticator, or wait for the recovery rules."),
    LAST_AUTHENTICATOR(21, 409, false, "This is the last authenticator of the account.", "Add another one first."),
    TOO_MANY(22, 429, true, "Too many of these, for now.", "Wait a moment, then try again."),
    NOT_READY(23, 503, true, "The enclave is starting or stopping.", "Try again in a moment."),
    COLD_START(24, 409, true, "The enclave restarted and has not seen this account's latest state confirmed by its owner.", "Unlock the account once with your passkey or recovery code."),
    NO_SUCH_KEY(25, 404, false, "The account has no such key.", "Check the key and the path."),
    WRONG_NETWORK(26, 422, false, "The network named on the page is not the one in the transaction.", "Do not approve it: the page or the host altered the request."),
    UNAUTHENTICATED(27, 401, false, "Sign in first, or the sign-in did not succeed.", "Sign in again."),
    TOO_LARGE(28, 413, false, "The request is larger than this route accepts.", "Send less."),
    NOT_FOUND(29, 404, false, "There is nothing at this address.", "Check the address."),
    METHOD(30, 405, false, "The address exists, but not for this method.", "See the OpenAPI document."),
    NETWORK_UNREACHABLE(31, 502, true, "The network's node did not answer.", "Check the network's address in the configuration and that the node runs."),
    NETWORK_REFUSED(32, 422, false, "The network's node refused the transaction.", "Check balance, fee and nonce, then prepare it again."),
    INTERNAL(33, 500, true, "Something broke on the server.", "Try again; if it happens again, report the request id."),
    ALTERED_RECORD(34, 409, true, "A stored record does not prove authentic, or belongs elsewhere.", "Try again; if it happens again, the host is altering or swapping records.");

    private final int code;
    private final int httpStatus;
    private final boolean retryable;
    private final String cause;
    private final String remedy;

    Refusal(int code, int httpStatus, boolean retryable, String cause, String remedy) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.retryable = retryable;
        this.cause = cause;
        this.remedy = remedy;
    }

    /** The stable number on the wire, 1 to 65,535. */
    public int code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** One sentence of cause. */
    public String cause() {
        return cause;
    }

    /** One sentence of remedy. */
    public String remedy() {
        return remedy;
    }

    /** The refusal of the number, or {@link Malformed}. */
    public static Refusal ofCode(int code) throws Malformed {
        for (Refusal refusal : values()) if (refusal.code == code) return refusal;
        throw new Malformed("unknown refusal code");
    }
}
