package org.fastness.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.crypto.Ed25519;
import org.fastness.crypto.Entropy;
import org.fastness.crypto.SecretBytes;
import org.fastness.dataprotection.BlindIndex;
import org.fastness.dataprotection.EmailAddress;
import org.fastness.dataprotection.Environment;
import org.fastness.dataprotection.FieldCipher;
import org.fastness.identity.api.AccountLinks;
import org.fastness.identity.api.AuditEvent;
import org.fastness.identity.code.RequestCode;
import org.fastness.identity.code.VerifyCode;
import org.fastness.identity.handoff.Handoffs;
import org.fastness.identity.limit.Limits;
import org.fastness.identity.login.EnclaveLoginStatements;
import org.fastness.identity.login.SignIn;
import org.fastness.identity.mail.Mail;
import org.fastness.identity.mail.Outbox;
import org.fastness.identity.session.NewSession;
import org.fastness.identity.session.Sessions;
import org.fastness.identity.user.Users;
import org.fastness.protocol.message.LoginStatement;
import org.fastness.store.Rows;
import org.fastness.store.Store;
import org.fastness.store.StoreUrl;
import org.fastness.testkit.Engine;
import org.fastness.testkit.ManualTicker;

/** Identity on a fresh store of either engine, with a clock that is moved by hand, simulated keys, and an account table of its own. */
public final class Fixture implements AutoCloseable {
    public static final Id TENANT = Id.DEFAULT_TENANT;
    public static final Id OTHER_TENANT = Id.tenant(Bytes.fromHex("00000000000000000000000000000001"));
    private static final Pattern CODE = Pattern.compile("code is ([0-9]{6})");

    public final String url;
    public final Store store;
    public final ManualTicker ticker = new ManualTicker();
    public final SimulatedDataKeySource keys = new SimulatedDataKeySource(1);
    public final List<AuditEvent> events = Collections.synchronizedList(new ArrayList<>());
    public final Ground ground;
    public final Limits limits;
    public final Links links = new Links();
    public final Sessions sessions;
    public final Users users;
    public final Outbox outbox;
    public final RequestCode requestCode;
    public final Handoffs handoffs;
    public final VerifyCode verifyCode;
    public final SecretBytes loginSeed = SecretBytes.random(32);
    public final Bytes loginKey;
    public final SignIn signIn;

    public Fixture(Engine engine) {
        this(engine, Limits.standard());
    }

    public Fixture(Engine engine, Limits limits) {
        this.limits = limits;
        url = engine.freshUrl();
        store = open(url);
        store.migrate(ticker, List.of(Identity.migrations()));
        store.inTransaction(tx -> {
            tx.define("create table test_link (tenant bytea not null, user_id bytea not null, account bytea not null, primary key (tenant, user_id))");
            return true;
        });
        ground = new Ground(store, new FieldCipher(keys, Environment.DEVELOPMENT), new BlindIndex(keys, Environment.DEVELOPMENT), ticker, Entropy.system(), events::add);
        sessions = new Sessions(ground, links);
        users = new Users(ground);
        outbox = new Outbox(ground);
        requestCode = new RequestCode(ground, limits, outbox, () -> {});
        handoffs = new Handoffs(ground, limits, sessions);
        verifyCode = new VerifyCode(ground, limits, users, handoffs);
        try (Ed25519.KeyPair pair = Ed25519.KeyPair.fromSeed(loginSeed)) {
            loginKey = pair.publicKey();
        }
        signIn = new SignIn(ground, limits, new EnclaveLoginStatements(Environment.DEVELOPMENT, () -> Optional.of(loginKey)), links, sessions);
    }

    public static Store open(String url) {
        try {
            return Store.open(StoreUrl.parse(url));
        } catch (Malformed bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    public static EmailAddress email(String text) {
        try {
            return EmailAddress.parse(text);
        } catch (Malformed bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    public static InetAddress client(String numeric) {
        try {
            return InetAddress.getByName(numeric);
        } catch (UnknownHostException bug) {
            throw new IllegalArgumentException(bug);
        }
    }

    public static final InetAddress CLIENT = client("203.0.113.7");

    /** The code of the newest mail to the address. */
    public String mailedCode(String address) throws Refused {
        Mail mail = outbox.newest(TENANT).stream().filter(each -> each.recipient().equals(email(address).normalized())).findFirst().orElseThrow();
        Matcher code = CODE.matcher(mail.text());
        if (!code.find()) throw new AssertionError("no code in the mail");
        return code.group(1);
    }

    /** Six digits that are not the code. */
    public static String wrong(String code) {
        return (code.charAt(0) == '0' ? "1" : "0") + code.substring(1);
    }

    /** The whole way from an address to a session. */
    public NewSession session(String address) throws Refused, Malformed {
        advance(Duration.ofNanos(1000)); // so that this mail is newer than the one before
        requestCode.request(TENANT, email(address), CLIENT);
        BearerToken handoff = verifyCode.verify(TENANT, email(address), mailedCode(address), CLIENT);
        return handoffs.redeem(TENANT, handoff.text(), CLIENT);
    }

    /** A genuine statement of the enclave. */
    public LoginStatement statement(Id account) {
        return statement(0, TENANT, account, loginSeed, ticker.epochMicros());
    }

    public static LoginStatement statement(int environment, Id tenant, Id account, SecretBytes seed, long issuedMicros) {
        Bytes random = Entropy.system().bytes(16);
        LoginStatement unsigned = new LoginStatement(environment, tenant, account, Id.authenticator(random), Id.request(random), issuedMicros, Bytes.of(new byte[64]));
        return new LoginStatement(environment, tenant, account, unsigned.authenticator(), unsigned.requestId(), issuedMicros, Ed25519.sign(seed, unsigned.signedOctets()));
    }

    public AuditEvent.Outcome lastOutcome() {
        return events.getLast().outcome();
    }

    public void advance(Duration by) {
        ticker.advance(by);
    }

    @Override
    public void close() {
        store.close();
        loginSeed.close();
    }

    /** Plays the wallet's table of links. */
    public final class Links implements AccountLinks {

        public void link(Id user, Id account) {
            store.inTransaction(tx -> tx.update("insert into test_link (tenant, user_id, account) values (?, ?, ?)", TENANT, user, account));
        }

        @Override
        public Optional<Id> accountOf(Rows rows, Id tenant, Id user) {
            return rows.one("select account from test_link where tenant = ? and user_id = ?", row -> Id.account(row.bytes("account")), tenant, user);
        }

        @Override
        public Optional<Id> userOf(Rows rows, Id tenant, Id account) {
            return rows.one("select user_id from test_link where tenant = ? and account = ?", row -> Id.user(row.bytes("user_id")), tenant, account);
        }
    }
}
