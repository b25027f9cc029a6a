package io.borealis.engine.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AccessKeyConfigurationTest {

    @Test
    void namesTheKeySetInFolderWithBlanksAsTheTokenCheckOpensIt() {
        assertThat(AccessKeyConfiguration.location(Path.of("/Program Files/Borealis Engine/Ü/access-token.jwks")))
                .isEqualTo("file:/Program Files/Borealis Engine/Ü/access-token.jwks");
    }
}
