package io.borealis.engine.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.borealis.engine.EngineSettings;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;

/** Gives an Engine without any account its first ones: those of a file, or one administrator with a random password. */
public final class FirstAccounts {
    private static final int PASSWORD_BYTES = 18;
    private static final int SHORTEST_PASSWORD = 12;

    private final Operators operators;
    private final EngineSettings settings;

    public FirstAccounts(Operators operators, EngineSettings settings) {
        this.operators = operators;
        this.settings = settings;
    }

    /** @throws IllegalStateException when the file of accounts cannot be used; no account was made then */
    public void makeIfNone() {
        if (!operators.haveNone()) {
            return;
        }
        try {
            if (settings.firstAccounts().isPresent()) {
                fromFile(settings.firstAccounts().get());
            } else {
                oneAdministrator(settings.home().initialPassword());
            }
        } catch (IOException unusable) {
            throw new IllegalStateException("the first accounts were not made: " + unusable.getMessage(), unusable);
        }
    }

    private void fromFile(Path file) throws IOException {
        List<Account> accounts;
        try {
            accounts = ProtocolJson.mapper().readValue(ProtectedFiles.read(file), new TypeReference<>() {});
        } catch (JsonProcessingException malformed) {
            // Not as a cause: its text may repeat a password
            throw new IOException(file + " is not a list of {\"username\", \"password\", \"role\"}, line "
                    + malformed.getLocation().getLineNr());
        }
        if (accounts.isEmpty()) {
            throw new IOException(file + " names no account");
        }
        for (Account account : accounts) {
            if (account.password().length() < SHORTEST_PASSWORD) {
                throw new IOException("the password of " + account.username() + " has fewer than " + SHORTEST_PASSWORD
                        + " characters");
            }
            Role role = Role.ofGroup(account.role())
                    .filter(known -> known != Role.AGENT)
                    .orElseThrow(() -> new IOException(
                            "the role of " + account.username() + " is none of admin, operator, auditor"));
            operators.create(account.username(), account.password(), EnumSet.of(role));
        }
    }

    private void oneAdministrator(Path file) throws IOException {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // The file first: an account whose password nobody can read would lock everybody out
        Files.deleteIfExists(file);
        ProtectedFiles.folder(file.resolveSibling(""));
        ProtectedFiles.create(file, (password + "\n").getBytes(StandardCharsets.US_ASCII));
        operators.create("admin", password, EnumSet.of(Role.ADMIN));
    }

    private record Account(String username, String password, String role) {
        @Override
        public String toString() {
            return "Account[" + username + ", " + role + "]";
        }
    }
}
