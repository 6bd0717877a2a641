package org.fastness.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.fastness.base.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreUrlTest {

    @Test
    void readsBothEngines() throws Malformed {
        assertThat(StoreUrl.parse("sqlite:/data/x.db")).isEqualTo(new StoreUrl.Sqlite(Path.of("/data/x.db")));
        assertThat(StoreUrl.parse("jdbc:postgresql://db.example:5432,db2.example/fastness?user=f&sslmode=verify-full&sslrootcert=%2Fca.pem&passwordFile=/run/pw"))
                .isEqualTo(new StoreUrl.Postgres("db.example:5432,db2.example", "fastness",
                        Map.of("user", "f", "sslmode", "verify-full", "sslrootcert", "/ca.pem"), Optional.of(Path.of("/run/pw"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:5432", "127.0.0.1:1", "127.1.2.3", "[::1]", "[::1]:5432", "localhost,127.0.0.1:2"})
    void takesPlaintextOnLoopback(String hosts) {
        assertThatCode(() -> StoreUrl.parse("jdbc:postgresql://" + hosts + "/db")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.example", "10.0.0.1:5432", "localhost,db.example", "[::2]", "localhost.example", "127.0.0.1.example", "127.0.0.1.example:5432"})
    void demandsVerifiedTlsElsewhere(String hosts) {
        assertThatThrownBy(() -> StoreUrl.parse("jdbc:postgresql://" + hosts + "/db")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> StoreUrl.parse("jdbc:postgresql://" + hosts + "/db?sslmode=require")).isInstanceOf(Malformed.class);
        assertThatCode(() -> StoreUrl.parse("jdbc:postgresql://" + hosts + "/db?sslmode=verify-full")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "sqlite:", "sqlite::memory:", "sqlite:file:x?mode=memory", "sqlite:x?y", "jdbc:postgresql:", "jdbc:postgresql:///db", "jdbc:postgresql://localhost",
            "jdbc:postgresql://localhost/", "jdbc:postgresql://localhost/a/b", "jdbc:postgresql://u:p@localhost/db", "jdbc:postgresql://localhost/db?password=x",
            "jdbc:postgresql://localhost/db?socketFactory=java.lang.Object", "jdbc:postgresql://localhost/db?loggerFile=/x", "jdbc:postgresql://localhost/db?user=a&user=b",
            "jdbc:postgresql://localhost/db?user", "jdbc:postgresql://localhost/db?user=%zz", "jdbc:postgresql://localhost/db#x", "jdbc:mysql://localhost/db"})
    void refusesWhatIsNoStore(String url) {
        assertThatThrownBy(() -> StoreUrl.parse(url)).isInstanceOf(Malformed.class);
    }

    @Test
    void takesAUrlAtTheBoundAndRefusesOnePastIt() {
        String start = "sqlite:/";
        assertThatCode(() -> StoreUrl.parse(start + "x".repeat(StoreUrl.MAX_LENGTH - start.length()))).doesNotThrowAnyException();
        assertThatThrownBy(() -> StoreUrl.parse(start + "x".repeat(StoreUrl.MAX_LENGTH - start.length() + 1))).isInstanceOf(Malformed.class);
    }
}
