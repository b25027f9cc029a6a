package io.borealis.engine.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Gives an Engine without any account its first ones: those of a file, or one administrator with a random password. */
public final class FirstAccounts {
    private final Accounts accounts;
    private final InitialPassword initialPassword;
    private final Optional<Path> file;

    /** @param file of the accounts to make; empty for one administrator */
    public FirstAccounts(Accounts accounts, InitialPassword initialPassword, Optional<Path> file) {
        this.accounts = accounts;
        this.initialPassword = initialPassword;
        this.file = file;
    }

    /** @throws IllegalStateException when the file of accounts cannot be used; no account was made then */
    public void makeIfNone() {
        if (!accounts.haveNone()) {
            return;
        }
        try {
            if (file.isPresent()) {
                fromFile(file.get());
            } else {
                oneAdministrator();
            }
        } catch (IOException unusable) {
            throw new IllegalStateException("the first accounts were not made: " + unusable.getMessage(), unusable);
        }
    }

    private void fromFile(Path file) throws IOException {
        List<Account> named;
        try {
            named = ProtocolJson.mapper().readValue(ProtectedFiles.read(file), new TypeReference<>() {});
        } catch (JsonProcessingException malformed) {
            // Not as a cause: its text may repeat a password
            throw new IOException(file + " is not a list of {\"username\", \"password\", \"role\"}, line "
                    + malformed.getLocation().getLineNr());
        }
        if (named.isEmpty()) {
            throw new IOException(file + " names no account");
        }
        for (Account account : named) {
            Optional<PasswordRules.Fault> fault = PasswordRules.faultOf(account.username(), account.password());
            if (fault.isPresent()) {
                throw new IOException("the password of " + account.username() + " cannot be taken: "
                        + fault.get().sentence());
            }
            Role role = Role.ofPerson(account.role())
                    .orElseThrow(() -> new IOException(
                            "the role of " + account.username() + " is none of admin, operator, auditor"));
            accounts.createFirst(
                    account.username(),
                    account.password(),
                    EnumSet.of(role),
                    account.mustChange().orElse(false));
        }
    }

    private void oneAdministrator() throws IOException {
        // The file first: an account whose password nobody can read would lock everybody out
        accounts.createFirst(InitialPassword.USERNAME, initialPassword.make(), EnumSet.of(Role.ADMIN), true);
    }

    /** @param mustChange whether its operator must replace the password at his first sign-in */
    private record Account(String username, String password, String role, Optional<Boolean> mustChange) {
        @Override
        public String toString() {
            return "Account[" + username + ", " + role + "]";
        }
    }
}
