package org.fastness.enclave.operation;

import java.util.function.Function;
import org.fastness.enclave.account.Account;
import org.fastness.protocol.message.Result;

/**
 * What a use case gives.
 *
 * @param result made of the account as it will be
 * @param summary one line for the owner's activity
 */
public record Outcome(Function<Account, Result> result, String summary) {

    /** The account itself is the result. */
    static Outcome account(String summary) {
        return new Outcome(account -> new Result.Account(Views.of(account)), summary);
    }
}
