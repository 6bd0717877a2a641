package org.fastness.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.fastness.base.Bytes;
import org.fastness.base.Digests;
import org.fastness.base.Writer;

/**
 * A WebAuthn authenticator together with its browser, in software: ES256 credentials, user verification, signature counter, and the PRF extension. What an
 * honest one never does can be asked of it by {@link Ceremony}, for tests of the refusals. Not thread-safe.
 */
public final class SoftwareAuthenticator {

    /** How a ceremony is run. The honest way is {@link #honest}; each {@code with} departs from it in one thing. */
    public record Ceremony(String rpId, String origin, String extraClientData, boolean userPresent, boolean userVerified, boolean backupEligible, boolean backedUp, String type, String format) {

        /** As a browser with a synced passkey does. */
        public static Ceremony honest(String rpId, String origin) {
            return new Ceremony(rpId, origin, ",\"crossOrigin\":false", true, true, true, true, "", "none");
        }

        public Ceremony withOrigin(String other) {
            return new Ceremony(rpId, other, extraClientData, userPresent, userVerified, backupEligible, backedUp, type, format);
        }

        public Ceremony withRpId(String other) {
            return new Ceremony(other, origin, extraClientData, userPresent, userVerified, backupEligible, backedUp, type, format);
        }

        /** @param members raw JSON after the origin, beginning with a comma */
        public Ceremony withExtraClientData(String members) {
            return new Ceremony(rpId, origin, members, userPresent, userVerified, backupEligible, backedUp, type, format);
        }

        public Ceremony withUser(boolean present, boolean verified) {
            return new Ceremony(rpId, origin, extraClientData, present, verified, backupEligible, backedUp, type, format);
        }

        public Ceremony withBackup(boolean eligible, boolean done) {
            return new Ceremony(rpId, origin, extraClientData, userPresent, userVerified, eligible, done, type, format);
        }

        /** Another client data type than the ceremony's own. */
        public Ceremony withType(String other) {
            return new Ceremony(rpId, origin, extraClientData, userPresent, userVerified, backupEligible, backedUp, other, format);
        }

        /** Attestation format: {@code none}, or {@code packed} for self attestation. */
        public Ceremony withFormat(String other) {
            return new Ceremony(rpId, origin, extraClientData, userPresent, userVerified, backupEligible, backedUp, type, other);
        }
    }

    /** Result of {@code navigator.credentials.create}. @param prf outputs for the salts, in order */
    public record Created(Bytes credentialId, Bytes attestationObject, Bytes clientDataJson, List<Bytes> prf) {}

    /** Result of {@code navigator.credentials.get}. @param prf outputs for the salts, in order */
    public record Asserted(Bytes credentialId, Bytes authenticatorData, Bytes clientDataJson, Bytes signature, List<Bytes> prf) {}

    private static final class Credential {
        private final KeyPair keys;
        private final Bytes prfKey;
        private long signCount;

        Credential(KeyPair keys, Bytes prfKey) {
            this.keys = keys;
            this.prfKey = prfKey;
        }
    }

    private static final int ATTESTED = 0x40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<Bytes, Credential> credentials = new LinkedHashMap<>();
    private final boolean counting;

    private SoftwareAuthenticator(boolean counting) {
        this.counting = counting;
    }

    /** Like a synced passkey provider: its counter is always zero. */
    public static SoftwareAuthenticator synced() {
        return new SoftwareAuthenticator(false);
    }

    /** Like a security key: its counter rises with each use. */
    public static SoftwareAuthenticator counting() {
        return new SoftwareAuthenticator(true);
    }

    /** An authenticator with the same keys and counters as this one now has: what cloning gives. */
    public SoftwareAuthenticator cloned() {
        SoftwareAuthenticator clone = new SoftwareAuthenticator(counting);
        credentials.forEach((id, credential) -> {
            Credential copy = new Credential(credential.keys, credential.prfKey);
            copy.signCount = credential.signCount;
            clone.credentials.put(id, copy);
        });
        return clone;
    }

    /** Makes a credential and answers the challenge with it. */
    public Created create(Ceremony ceremony, Bytes challenge, Bytes... prfSalts) {
        Credential credential = new Credential(newKeys(), random(32));
        Bytes id = random(32);
        credentials.put(id, credential);
        Bytes clientData = clientData(ceremony, "webauthn.create", challenge);
        Bytes authData = Bytes.concat(authenticatorData(ceremony, credential, ATTESTED), new Writer().fixed(Bytes.of(new byte[16])).u16(id.size()).fixed(id).fixed(coseKey(credential)).toBytes());
        return new Created(id, attestationObject(ceremony, credential, authData, clientData), clientData, prf(credential, prfSalts));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static Bytes random(int size) {
        byte[] octets = new byte[size];
        RANDOM.nextBytes(octets);
        return Bytes.wrapUnsafe(octets);
    }

    /** Answers the challenge with a credential it made before. */
    public Asserted get(Ceremony ceremony, Bytes credentialId, Bytes challenge, Bytes... prfSalts) {
        Credential credential = credentials.get(credentialId);
        if (credential == null) throw new IllegalArgumentException("no such credential here");
        Bytes clientData = clientData(ceremony, "webauthn.get", challenge);
        Bytes authData = authenticatorData(ceremony, credential, 0);
        Bytes signature = sign(credential, Bytes.concat(authData, Digests.sha256(clientData)));
        return new Asserted(credentialId, authData, clientData, signature, prf(credential, prfSalts));
    }

    /** The ids of its credentials, the oldest first. */
    public List<Bytes> credentialIds() {
        return List.copyOf(credentials.keySet());
    }

    private static Bytes clientData(Ceremony ceremony, String type, Bytes challenge) {
        String shownType = ceremony.type.isEmpty() ? type : ceremony.type;
        String text = "{\"type\":\"" + shownType + "\",\"challenge\":\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.toArray())
                + "\",\"origin\":\"" + ceremony.origin + "\"" + ceremony.extraClientData + "}";
        return Bytes.ofUtf8(text);
    }

    private Bytes authenticatorData(Ceremony ceremony, Credential credential, int moreFlags) {
        int flags = moreFlags | (ceremony.userPresent ? 0x01 : 0) | (ceremony.userVerified ? 0x04 : 0) | (ceremony.backupEligible ? 0x08 : 0) | (ceremony.backedUp ? 0x10 : 0);
        if (counting) credential.signCount++;
        return new Writer().fixed(Digests.sha256(Bytes.ofUtf8(ceremony.rpId))).u8(flags).u32(credential.signCount).toBytes();
    }

    /** {1: 2, 3: -7, -1: 1, -2: x, -3: y} */
    private static Bytes coseKey(Credential credential) {
        ECPublicKey key = (ECPublicKey) credential.keys.getPublic();
        return new Writer().fixed(Bytes.fromHex("a5010203262001")).fixed(Bytes.fromHex("215820")).fixed(unsigned(key.getW().getAffineX()))
                .fixed(Bytes.fromHex("225820")).fixed(unsigned(key.getW().getAffineY())).toBytes();
    }

    private static Bytes unsigned(BigInteger number) {
        byte[] octets = number.toByteArray();
        byte[] out = new byte[32];
        int from = Math.max(0, octets.length - 32);
        System.arraycopy(octets, from, out, 32 - (octets.length - from), octets.length - from);
        return Bytes.wrapUnsafe(out);
    }

    /** {"fmt": …, "attStmt": …, "authData": …} */
    private static Bytes attestationObject(Ceremony ceremony, Credential credential, Bytes authData, Bytes clientData) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xa3);
        text(out, "fmt");
        text(out, ceremony.format);
        text(out, "attStmt");
        if (ceremony.format.equals("packed")) {
            out.write(0xa2);
            text(out, "alg");
            out.write(0x26);
            text(out, "sig");
            octets(out, sign(credential, Bytes.concat(authData, Digests.sha256(clientData))));
        } else {
            out.write(0xa0);
        }
        text(out, "authData");
        octets(out, authData);
        return Bytes.of(out.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(Bytes.ofUtf8(text).toArray());
    }

    private static void octets(ByteArrayOutputStream out, Bytes octets) {
        if (octets.size() < 256) {
            out.writeBytes(new byte[] {0x58, (byte) octets.size()});
        } else {
            out.writeBytes(new byte[] {0x59, (byte) (octets.size() >> 8), (byte) octets.size()});
        }
        out.writeBytes(octets.toArray());
    }

    private static Bytes sign(Credential credential, Bytes message) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(credential.keys.getPrivate());
            signer.update(message.toArray());
            return Bytes.wrapUnsafe(signer.sign());
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** The PRF extension over CTAP's hmac-secret (WebAuthn level 3 section 10.1.4). */
    private static List<Bytes> prf(Credential credential, Bytes[] salts) {
        List<Bytes> outputs = new ArrayList<>();
        for (Bytes salt : salts) outputs.add(hmac(credential.prfKey, Digests.sha256(Bytes.ofUtf8("WebAuthn PRF"), Bytes.of((byte) 0), salt)));
        return List.copyOf(outputs);
    }

    private static Bytes hmac(Bytes key, Bytes message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
            return Bytes.wrapUnsafe(mac.doFinal(message.toArray()));
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
