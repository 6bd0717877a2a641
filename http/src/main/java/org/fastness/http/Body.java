package org.fastness.http;

/** What a route takes as a request body: its kind, and the most octets it reads. */
public record Body(Kind kind, int limitBytes) {

    /** The kinds of body. */
    public enum Kind {
        NONE(""), JSON("application/json"), OCTETS("application/octet-stream");

        private final String mediaType;

        Kind(String mediaType) {
            this.mediaType = mediaType;
        }

        /** The Content-Type demanded, empty where no body is allowed. */
        public String mediaType() {
            return mediaType;
        }
    }

    /** The largest limit any route may ask for, 1 MiB: bodies are held in memory. */
    public static final int MAX_LIMIT_BYTES = 1 << 20;

    public Body {
        if (limitBytes < 0 || limitBytes > MAX_LIMIT_BYTES) throw new IllegalArgumentException("body limit out of bounds");
        if ((kind == Kind.NONE) != (limitBytes == 0)) throw new IllegalArgumentException("a body has a limit, no body has none");
    }

    public static Body none() {
        return new Body(Kind.NONE, 0);
    }

    public static Body json(int limitBytes) {
        return new Body(Kind.JSON, limitBytes);
    }

    public static Body octets(int limitBytes) {
        return new Body(Kind.OCTETS, limitBytes);
    }
}
