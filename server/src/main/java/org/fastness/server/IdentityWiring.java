package org.fastness.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fastness.base.Ticker;
import org.fastness.crypto.Entropy;
import org.fastness.dataprotection.BlindIndex;
import org.fastness.dataprotection.CachedDataKeys;
import org.fastness.dataprotection.Environment;
import org.fastness.dataprotection.FieldCipher;
import org.fastness.http.Authenticator;
import org.fastness.http.Route;
import org.fastness.identity.Ground;
import org.fastness.identity.Identity;
import org.fastness.identity.api.AccountLinks;
import org.fastness.identity.api.AuditEvents;
import org.fastness.identity.development.OutboxPage;
import org.fastness.identity.limit.Limits;
import org.fastness.identity.login.EnclaveLoginStatements;
import org.fastness.identity.mail.MailSender;
import org.fastness.identity.mail.SmtpMailSender;
import org.fastness.identity.mail.SmtpSettings;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.server.configuration.Configuration;
import org.fastness.store.Store;

/** Identity: sign-in by mailed code or login statement; in development with a page that shows the mail. */
record IdentityWiring(Authenticator authenticator, List<Route> routes) {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int CODES_PER_CLIENT = 30;
    private static final int GUESSES_PER_CLIENT = 60;

    static IdentityWiring start(Configuration configuration, Store store, AccountLinks links, KeyserviceWiring keyservice, Ticker ticker, Closing closing) {
        Environment environment = Environment.values()[configuration.mode().ordinal()];
        CachedDataKeys keys = closing.keep("data keys", new CachedDataKeys(new LeasedDataKeys(keyservice.dataKeys()), ticker));
        AuditEvents audit = AuditEvents.logged();
        Ground ground = new Ground(store, new FieldCipher(keys, environment), new BlindIndex(keys, environment), ticker, Entropy.system(), audit);
        EnclaveLoginStatements statements = new EnclaveLoginStatements(environment, () -> keyservice.enclave().identity().map(EnclaveMessage.Booted::loginKey));
        Identity identity = closing.keep("identity", new Identity(ground, limits(configuration.http().rateFactor()), links, statements, sender(configuration, ticker)));
        List<Route> routes = new ArrayList<>(identity.routes());
        if (configuration.isDevelopment()) routes.addAll(new OutboxPage(identity.outbox(), ticker, audit).routes());
        return new IdentityWiring(identity.authenticator(), routes);
    }

    private static Limits limits(double factor) {
        return Limits.standard().withClients(rule(CODES_PER_CLIENT, factor), rule(GUESSES_PER_CLIENT, factor));
    }

    private static Limits.Rule rule(int uses, double factor) {
        return new Limits.Rule((int) Math.max(1, Math.min(Integer.MAX_VALUE, uses * factor)), WINDOW);
    }

    private static Optional<MailSender> sender(Configuration configuration, Ticker ticker) {
        return configuration.smtp().map(smtp -> {
            SmtpSettings.Tls tls = switch (smtp.security()) {
                case STARTTLS -> SmtpSettings.Tls.STARTTLS;
                case TLS -> SmtpSettings.Tls.IMPLICIT;
                case NONE -> SmtpSettings.Tls.NONE_ON_LOOPBACK;
            };
            return new SmtpMailSender(new SmtpSettings(smtp.host(), smtp.port(), tls, smtp.user(), smtp.passwordFile(), configuration.mailFrom()), ticker);
        });
    }
}
