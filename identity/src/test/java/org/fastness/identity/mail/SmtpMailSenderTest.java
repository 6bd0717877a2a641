package org.fastness.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.fastness.identity.Fixture.CLIENT;
import static org.fastness.identity.Fixture.TENANT;
import static org.fastness.identity.Fixture.email;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fastness.base.Bytes;
import org.fastness.identity.Fixture;
import org.fastness.identity.code.RequestCode;
import org.fastness.testkit.Engine;
import org.fastness.testkit.ManualTicker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against GreenMail, a mail server that is not ours. */
final class SmtpMailSenderTest {
    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP), new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)});
    private final Mail mail = new Mail(Bytes.fromHex("0123456789abcdef0123456789abcdef"), TENANT, "ada@example.test", "Gr\u00fc\u00dfe", "Zeile\n.\n\u2713 Ende");

    {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private SmtpMailSender sender(int port, SmtpSettings.Tls tls, Optional<String> user, Optional<Path> passwordFile) {
        return new SmtpMailSender(new SmtpSettings("localhost", port, tls, user, passwordFile, "no-reply@fastness.test"), new ManualTicker());
    }

    private SmtpMailSender plain() {
        return sender(server.getSmtp().getPort(), SmtpSettings.Tls.NONE_ON_LOOPBACK, Optional.empty(), Optional.empty());
    }

    @Test
    void deliversSubjectAndTextUnharmed() throws Exception {
        plain().send(mail);

        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo(mail.subject());
        assertThat(received.getContent().toString().replace("\r\n", "\n")).isEqualTo(mail.text());
        assertThat(received.getAllRecipients()[0].toString()).isEqualTo(mail.recipient());
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void namesNeitherTheMachineNorItsUser() throws Exception {
        plain().send(mail);

        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getMessageID()).isEqualTo("<0123456789abcdef0123456789abcdef@fastness.test>");
        String machine = java.net.InetAddress.getLocalHost().getHostName();
        for (String line : java.util.Collections.list(received.getAllHeaderLines()))
            if (!line.startsWith("Received: from") && !machine.equals("localhost")) assertThat(line).doesNotContain(machine);
    }

    @Test
    void givesUpOnAnAddressBeyondAsciiThatTheServerDoesNotKnow() {
        Mail foreign = new Mail(mail.id(), TENANT, "gr\u00f6\u00dfe@example.test", "s", "t");

        assertThat(catchThrowableOfType(MailNotSent.class, () -> plain().send(foreign)).isPermanent()).isTrue();
    }

    @Test
    void sendsNothingToAServerThatOffersNoTls() {
        SmtpMailSender demanding = sender(server.getSmtp().getPort(), SmtpSettings.Tls.STARTTLS, Optional.empty(), Optional.empty());

        MailNotSent failure = catchThrowableOfType(MailNotSent.class, () -> demanding.send(mail));

        assertThat(failure.isPermanent()).isFalse();
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsNothingToAServerWhoseCertificateNobodyVouchesFor() {
        SmtpMailSender tls = sender(server.getSmtps().getPort(), SmtpSettings.Tls.IMPLICIT, Optional.empty(), Optional.empty());

        assertThat(catchThrowableOfType(MailNotSent.class, () -> tls.send(mail)).isPermanent()).isFalse();
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void logsInWithThePasswordOfItsFile(@TempDir Path folder) throws Exception {
        server.setUser("mailer@fastness.test", "mailer", "s3cret");
        Path right = Files.writeString(folder.resolve("right"), "s3cret\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "other\n");
        int port = server.getSmtp().getPort();

        sender(port, SmtpSettings.Tls.NONE_ON_LOOPBACK, Optional.of("mailer"), Optional.of(right)).send(mail);
        assertThat(server.getReceivedMessages()).hasSize(1);

        for (Path file : new Path[] {wrong, folder.resolve("absent")}) {
            MailNotSent failure = catchThrowableOfType(MailNotSent.class, () -> sender(port, SmtpSettings.Tls.NONE_ON_LOOPBACK, Optional.of("mailer"), Optional.of(file)).send(mail));
            assertThat(failure.isPermanent()).isFalse();
            assertThat(failure).hasNoCause();
        }
    }

    @Test
    void triesLaterWhenNobodyAnswers() {
        int port = server.getSmtp().getPort();
        server.stop();

        assertThat(catchThrowableOfType(MailNotSent.class, () -> sender(port, SmtpSettings.Tls.NONE_ON_LOOPBACK, Optional.empty(), Optional.empty()).send(mail)).isPermanent()).isFalse();
    }

    @Test
    void refusesPlaintextToAnotherMachine() {
        assertThatThrownBy(() -> new SmtpSettings("mail.example", 25, SmtpSettings.Tls.NONE_ON_LOOPBACK, Optional.empty(), Optional.empty(), "a@b.c")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void carriesACodeFromTheRequestToTheMailbox(Engine engine) throws Exception {
        try (Fixture fixture = new Fixture(engine); MailLoop loop = new MailLoop(fixture.outbox, plain())) {
            new RequestCode(fixture.ground, fixture.limits, fixture.outbox, loop::wake).request(TENANT, email("ada@example.test"), CLIENT);

            assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
            String text = server.getReceivedMessages()[0].getContent().toString();
            String code = text.replaceAll("(?s).*code is ([0-9]{6}).*", "$1");
            assertThat(fixture.verifyCode.verify(TENANT, email("ada@example.test"), code, CLIENT)).isNotNull();
        }
    }
}
