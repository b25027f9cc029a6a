package io.borealis.engine.access.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.access.Role;
import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerSettingsTest {
    @TempDir
    Path folder;

    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void complete() throws IOException {
        Path secret = folder.resolve("secret");
        ProtectedFiles.create(secret, "the secret\n".getBytes(StandardCharsets.UTF_8));
        set("issuer", "https://idp.example.com/realms/company");
        set("client-id", "borealis");
        set("client-secret-file", secret.toString());
        set("base-url", "https://engine.example.com:8443/");
        set("roles", "Admins=admin; a = b=operator;Admins=auditor;");
    }

    private void set(String name, String value) {
        properties.put("borealis.oidc." + name, value);
    }

    private Optional<IssuerSettings> read() {
        return IssuerSettings.from(name -> Optional.ofNullable(properties.get(name)));
    }

    private void refused(String name, String value, String words) {
        String before = properties.get("borealis.oidc." + name);
        set(name, value);
        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("borealis.oidc." + name)
                .hasMessageContaining(words);
        if (before == null) {
            properties.remove("borealis.oidc." + name);
        } else {
            set(name, before);
        }
    }

    @Test
    void readsWhatIsThereAndShowsNoSecret() {
        IssuerSettings settings = read().orElseThrow();
        assertThat(settings.callback()).hasToString("https://engine.example.com:8443/api/auth/oidc/callback");
        assertThat(settings.audience()).isEmpty();
        assertThat(settings.groupsClaim()).isEqualTo("groups");
        assertThat(settings.scopes()).containsExactly("openid", "profile");
        assertThat(settings.clientSecret().reveal()).isEqualTo("the secret");
        assertThat(settings.toString()).doesNotContain("the secret");
        assertThat(settings.roles().rolesOf(List.of("Admins", "a = b", "agent")))
                .isEqualTo(EnumSet.of(Role.ADMIN, Role.AUDITOR, Role.OPERATOR));
        assertThat(settings.roles().rolesOf(List.of("admins", "admin", "agent")))
                .isEqualTo(Set.of());
    }

    @Test
    void isOffWithoutAnIssuerAndSaysWhatIsLeftOver() {
        properties.remove("borealis.oidc.issuer");
        assertThatThrownBy(this::read).hasMessageContaining("borealis.oidc.issuer is not");
        properties.clear();
        assertThat(read()).isEmpty();
    }

    @Test
    void refusesWhatIsUnsafeOrMissingWithTheProperty() {
        refused("issuer", "http://idp.example.com", "https");
        refused("issuer", "https://idp.example.com?x=1", "without query");
        refused("issuer", "https://user@idp.example.com", "host");
        refused("issuer", "idp", "host");
        refused("base-url", "http://engine.example.com", "https");
        refused("base-url", "https://engine.example.com/console", "https");
        refused("client-id", "", "required");
        refused("client-secret-file", folder.resolve("none").toString(), "cannot be used");
        refused("roles", "", "required");
        refused("roles", "Devices=agent", "admin, operator or auditor");
        refused("roles", "=admin", "group=role");
        refused("audience", "borealis", "client id");
        refused("scopes", "profile", "openid");
        refused("ca-file", folder.resolve("none").toString(), "not readable");
    }
}
