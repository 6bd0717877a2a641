package org.fastness.e2e.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The store's rows as whoever copies the database sees them. Kinds: 1 cold record, 2 hot state, 3 key. */
record Rows(String jdbcUrl) {

    /** Nothing stands half: neither an account nor the log. */
    void assertWhole() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl); Statement statement = connection.createStatement()) {
            assertThat(count(statement, "select count(*) from sealed_record c where kind = 1 and not exists (select 1 from sealed_record h where h.kind = 2 and h.tenant = c.tenant and h.id = c.id)"))
                    .as("cold records without hot state").isZero();
            assertThat(count(statement, "select count(*) from sealed_record h where kind = 2 and not exists (select 1 from sealed_record c where c.kind = 1 and c.tenant = h.tenant and c.id = h.id)"))
                    .as("hot states without cold record").isZero();
            long accounts = count(statement, "select count(*) from sealed_record where kind = 1");
            assertThat(count(statement, "select count(*) from sealed_record where kind = 3")).as("keys: one an account").isEqualTo(accounts);
            assertThat(count(statement, "select count(*) from wallet_account")).as("links: one an account").isEqualTo(accounts);
            assertThat(count(statement, "select count(*) from wallet_account l where exists (select 1 from sealed_record c where c.kind = 1 and c.tenant = l.tenant and c.id = l.account)"))
                    .as("links to an account that is there").isEqualTo(accounts);
            long leaves = count(statement, "select count(*) from log_leaf");
            assertThat(count(statement, "select coalesce(max(log_index) + 1, 0) from log_leaf")).as("leaves without a gap").isEqualTo(leaves);
            assertThat(count(statement, "select coalesce(max(size), 0) from log_checkpoint")).as("the newest checkpoint covers every leaf").isEqualTo(leaves);
            assertThat(count(statement, "select count(*) from sealed_record where kind = 4")).as("stored answers: one a leaf").isEqualTo(leaves);
            assertThat(count(statement, "select count(*) from sealed_record where kind = 5")).as("activity entries: one a leaf").isEqualTo(leaves);
        }
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
