package io.borealis.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.web.MalformedRequestException;
import org.junit.jupiter.api.Test;

class LogoutFormTest {

    @Test
    void findsTheTokenAmongOtherFields() {
        assertThat(IssuerResource.tokenIn("logout_token=a.b.c")).isEqualTo("a.b.c");
        assertThat(IssuerResource.tokenIn("x=1&logout_token=a%2Eb.c&y")).isEqualTo("a.b.c");
    }

    @Test
    void refusesWhatIsNoSuchForm() {
        for (String bad : new String[] {"", "logout_token", "logout_token=", "logout_token=%zz", "{}", "a=b"}) {
            assertThatThrownBy(() -> IssuerResource.tokenIn(bad)).as(bad).isInstanceOf(MalformedRequestException.class);
        }
    }
}
