package org.fastness.wallet.link;

import java.util.Optional;
import org.fastness.base.Id;
import org.fastness.identity.api.AccountLinks;
import org.fastness.keyservice.records.CommitListener;
import org.fastness.store.Migrations;
import org.fastness.store.Rows;
import org.fastness.store.Tx;

/** The table of links, written when the enclave's effects become durable and read by identity. A user has at most one account, an account one user. */
public final class AccountLinkTable implements AccountLinks, CommitListener {

    public static Migrations migrations() {
        return Migrations.of("wallet", AccountLinkTable.class, "0001_account_link.sql");
    }

    @Override
    public Optional<Id> accountOf(Rows rows, Id tenant, Id user) {
        return rows.one("select account from wallet_account where tenant = ? and user_id = ?", row -> Id.account(row.bytes("account")), tenant, user);
    }

    @Override
    public Optional<Id> userOf(Rows rows, Id tenant, Id account) {
        return rows.one("select user_id from wallet_account where tenant = ? and account = ?", row -> Id.user(row.bytes("user_id")), tenant, account);
    }

    /** Keeps the first account of a user: a second one stays without a link rather than failing other people's commits. */
    @Override
    public void accountCreated(Tx tx, Id tenant, Id user, Id account) {
        tx.update("insert into wallet_account (tenant, user_id, account) values (?, ?, ?) on conflict do nothing", tenant, user, account);
    }
}
