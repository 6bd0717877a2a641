package org.fastness.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.crypto.AuthenticationFailed;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;
import org.fastness.crypto.X25519;

/**
 * One side of a handshake (rev 34 section 5.3). The sides take turns, the initiator first: {@link #write} makes a message,
 * {@link #read} takes one, each with a payload; after the last, {@link #finish} gives the {@link Transport}.
 *
 * <p>Whatever fails, fails for good: all secrets are wiped and every later call throws {@link IllegalStateException}. Static and
 * pre-shared keys stay the caller's and must live as long as the handshake. A payload is only as secret and authentic as its
 * message's place in the pattern says (section 7.7): in NX the first one travels in clear. Not thread-safe.
 */
public final class HandshakeState implements AutoCloseable {

    /** The longest message (rev 34 section 3). */
    public static final int MAX_MESSAGE = 65_535;

    /** Octets of a public, private or pre-shared key. */
    public static final int KEY_SIZE = 32;

    /** What a handshake starts from; every key that the pattern calls for must be given, and no other. */
    public static final class Setup {
        private final Protocol protocol;
        private Bytes prologue = Bytes.EMPTY;
        private Optional<SecretBytes> localStatic = Optional.empty();
        private Optional<Bytes> remoteStatic = Optional.empty();
        private final List<SecretBytes> psks = new ArrayList<>();

        private Setup(Protocol protocol) {
            this.protocol = protocol;
        }

        /** Octets on which both sides must agree, though they do not travel. */
        public Setup prologue(Bytes octets) {
            prologue = octets;
            return this;
        }

        /** This side's static private key; lent, not given. */
        public Setup localStatic(SecretBytes privateKey) {
            if (privateKey.size() != KEY_SIZE) throw new IllegalArgumentException("a private key has 32 octets");
            localStatic = Optional.of(privateKey);
            return this;
        }

        /** The other side's static public key, known beforehand. */
        public Setup remoteStatic(Bytes publicKey) {
            if (publicKey.size() != KEY_SIZE) throw new IllegalArgumentException("a public key has 32 octets");
            remoteStatic = Optional.of(publicKey);
            return this;
        }

        /** The next pre-shared key, in the order of the pattern's psk tokens; lent, not given. */
        public Setup psk(SecretBytes key) {
            if (key.size() != KEY_SIZE) throw new IllegalArgumentException("a pre-shared key has 32 octets");
            psks.add(key);
            return this;
        }

        /** The side that writes first. */
        public HandshakeState initiator(Entropy entropy) {
            return new HandshakeState(this, Role.INITIATOR, entropy);
        }

        /** The side that reads first. */
        public HandshakeState responder(Entropy entropy) {
            return new HandshakeState(this, Role.RESPONDER, entropy);
        }

        private void check(Role role) {
            Pattern pattern = protocol.pattern();
            Role other = role == Role.INITIATOR ? Role.RESPONDER : Role.INITIATOR;
            if (pattern.hasStatic(role) != localStatic.isPresent()) throw new IllegalArgumentException("local static key missing or out of place");
            if (pattern.knownBeforehand(other) != remoteStatic.isPresent()) throw new IllegalArgumentException("remote static key missing or out of place");
            if (pattern.pskCount() != psks.size()) throw new IllegalArgumentException("wrong number of pre-shared keys");
        }
    }

    private enum Phase {
        RUNNING, COMPLETE, OVER
    }

    private final Pattern pattern;
    private final Role role;
    private final Entropy entropy;
    private final SymmetricState symmetric;
    private final Optional<SecretBytes> localStatic;
    private final Optional<Bytes> localStaticPublic;
    private final List<SecretBytes> psks;
    private Optional<SecretBytes> localEphemeral = Optional.empty();
    private Optional<Bytes> localEphemeralPublic = Optional.empty();
    private Optional<Bytes> remoteStatic;
    private Optional<Bytes> remoteEphemeral = Optional.empty();
    private Phase phase = Phase.RUNNING;
    private int messageIndex;
    private int pskIndex;

    private HandshakeState(Setup setup, Role role, Entropy entropy) {
        setup.check(role);
        this.pattern = setup.protocol.pattern();
        this.role = role;
        this.entropy = entropy;
        this.localStatic = setup.localStatic;
        this.localStaticPublic = localStatic.map(X25519::publicKey);
        this.remoteStatic = setup.remoteStatic;
        this.psks = List.copyOf(setup.psks);
        this.symmetric = new SymmetricState(setup.protocol);
        symmetric.mixHash(setup.prologue);
        for (Role side : Role.values()) if (pattern.knownBeforehand(side)) symmetric.mixHash(staticOf(side));
    }

    private Bytes staticOf(Role side) {
        return (side == role ? localStaticPublic : remoteStatic).orElseThrow();
    }

    /** Starts the setup of a handshake. */
    public static Setup of(Protocol protocol) {
        return new Setup(protocol);
    }

    /** The client's side of the default channel. */
    public static HandshakeState nxInitiator(Bytes prologue, Entropy entropy) {
        return of(Protocol.NX).prologue(prologue).initiator(entropy);
    }

    /** The enclave's side of the default channel. */
    public static HandshakeState nxResponder(Bytes prologue, SecretBytes staticKey, Entropy entropy) {
        return of(Protocol.NX).prologue(prologue).localStatic(staticKey).responder(entropy);
    }

    /** Makes this side's next message, carrying the payload. Fails if the other side's keys are of low order. */
    public Bytes write(byte[] payload) throws AuthenticationFailed {
        requireTurn(role);
        boolean done = false;
        try {
            if (payload.length > MAX_MESSAGE) throw tooLong();
            byte[] out = new byte[payload.length + 2 * KEY_SIZE + 2 * CipherState.TAG_SIZE];
            int size = 0;
            for (Token token : pattern.message(messageIndex)) size += writeToken(token, out, size);
            if (size + payload.length + symmetric.overhead() > MAX_MESSAGE) throw tooLong();
            size += symmetric.encryptAndHash(payload, out, size);
            advance();
            done = true;
            return Bytes.of(out, 0, size);
        } finally {
            if (!done) close();
        }
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("the payload does not fit a message of 65,535 octets");
    }

    private int writeToken(Token token, byte[] out, int at) throws AuthenticationFailed {
        return switch (token) {
            case E -> writeEphemeral(out, at);
            case S -> symmetric.encryptAndHash(localStaticPublic.orElseThrow().toArray(), out, at);
            case EE, ES, SE, SS, PSK -> mix(token);
        };
    }

    private int writeEphemeral(byte[] out, int at) {
        SecretBytes key = entropy.secret(KEY_SIZE);
        localEphemeral = Optional.of(key);
        Bytes publicKey = X25519.publicKey(key);
        localEphemeralPublic = Optional.of(publicKey);
        publicKey.copyTo(out, at);
        mixEphemeral(publicKey);
        return KEY_SIZE;
    }

    /** Takes the other side's next message and returns its payload, the caller's to wipe. */
    public byte[] read(Bytes message) throws Malformed, AuthenticationFailed {
        requireTurn(role == Role.INITIATOR ? Role.RESPONDER : Role.INITIATOR);
        boolean done = false;
        try {
            if (message.size() > MAX_MESSAGE) throw new Malformed("message longer than 65,535 octets");
            byte[] in = message.toArray();
            int at = 0;
            for (Token token : pattern.message(messageIndex)) at += readToken(token, in, at);
            if (in.length - at < symmetric.overhead()) throw new Malformed("message ends early");
            byte[] payload = symmetric.decryptAndHash(in, at, in.length - at);
            advance();
            done = true;
            return payload;
        } finally {
            if (!done) close();
        }
    }

    private int readToken(Token token, byte[] in, int at) throws Malformed, AuthenticationFailed {
        return switch (token) {
            case E -> readEphemeral(in, at);
            case S -> readStatic(in, at);
            case EE, ES, SE, SS, PSK -> mix(token);
        };
    }

    private int readEphemeral(byte[] in, int at) throws Malformed {
        if (in.length - at < KEY_SIZE) throw new Malformed("message ends early");
        Bytes publicKey = Bytes.of(in, at, KEY_SIZE);
        remoteEphemeral = Optional.of(publicKey);
        mixEphemeral(publicKey);
        return KEY_SIZE;
    }

    private int readStatic(byte[] in, int at) throws Malformed, AuthenticationFailed {
        int size = KEY_SIZE + symmetric.overhead();
        if (in.length - at < size) throw new Malformed("message ends early");
        remoteStatic = Optional.of(Bytes.of(symmetric.decryptAndHash(in, at, size)));
        return size;
    }

    /** Section 9.2: where a pre-shared key takes part, the ephemeral key randomizes the cipher as well. */
    private void mixEphemeral(Bytes publicKey) {
        symmetric.mixHash(publicKey);
        if (!psks.isEmpty()) symmetric.mixKey(publicKey.toArray());
    }

    /** Tokens that put nothing into the message. */
    private int mix(Token token) throws AuthenticationFailed {
        boolean initiator = role == Role.INITIATOR;
        switch (token) {
            case EE -> agree(localEphemeral, remoteEphemeral);
            case ES -> agree(initiator ? localEphemeral : localStatic, initiator ? remoteStatic : remoteEphemeral);
            case SE -> agree(initiator ? localStatic : localEphemeral, initiator ? remoteEphemeral : remoteStatic);
            case SS -> agree(localStatic, remoteStatic);
            case PSK -> symmetric.mixKeyAndHash(psks.get(pskIndex++));
            case E, S -> throw new IllegalStateException("the token carries a key");
        }
        return 0;
    }

    private void agree(Optional<SecretBytes> local, Optional<Bytes> remote) throws AuthenticationFailed {
        try (SecretBytes shared = X25519.agree(local.orElseThrow(), remote.orElseThrow())) {
            symmetric.mixKey(shared);
        }
    }

    private void requireTurn(Role writer) {
        if (phase != Phase.RUNNING) throw new IllegalStateException("the handshake is over");
        if (Pattern.writer(messageIndex) != writer) throw new IllegalStateException("it is the other side's turn");
    }

    private void advance() {
        messageIndex++;
        if (messageIndex == pattern.messageCount()) phase = Phase.COMPLETE;
    }

    /** Whether the last message was written or read. */
    public boolean isComplete() {
        return phase == Phase.COMPLETE;
    }

    /** The hash of all that was said so far; after the last message it identifies the channel (section 11.2). */
    public Bytes handshakeHash() {
        return symmetric.handshakeHash();
    }

    /** The public half of this side's ephemeral key, once written. */
    public Optional<Bytes> localEphemeral() {
        return localEphemeralPublic;
    }

    /** The other side's ephemeral public key, once read. */
    public Optional<Bytes> remoteEphemeral() {
        return remoteEphemeral;
    }

    /** The other side's static public key, once known. */
    public Optional<Bytes> remoteStatic() {
        return remoteStatic;
    }

    /** The channel of a complete handshake; ends the handshake and wipes its secrets. */
    public Transport finish() {
        if (phase != Phase.COMPLETE) throw new IllegalStateException("the handshake is not complete");
        CipherState[] ciphers = symmetric.split();
        Optional<CipherState> mine = Optional.of(ciphers[role == Role.INITIATOR ? 0 : 1]);
        Optional<CipherState> theirs = Optional.of(ciphers[role == Role.INITIATOR ? 1 : 0]);
        Bytes hash = handshakeHash();
        close();
        if (!pattern.oneWay()) return new Transport(mine, theirs, hash);
        ciphers[1].close();
        return role == Role.INITIATOR ? new Transport(mine, Optional.empty(), hash) : new Transport(Optional.empty(), theirs, hash);
    }

    /** Wipes every secret of the handshake. Closing twice is harmless. */
    @Override
    public void close() {
        phase = Phase.OVER;
        localEphemeral.ifPresent(SecretBytes::close);
        symmetric.close();
    }
}
