package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.access.PasswordRules.Fault;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seven green umbrellas",
                "correct horse battery staple",
                "anna-admin-of-a-test",
                "install-trial-operator",
                "a1b2c3-d4e5f6-a7b8c9",
                "k8#vQ2!mZ7xP",
                "829364820374",
                "ÜmläuteUndMehrÄßö",
                "日本語のパスワードは長いです"
            })
    void takesWhatNobodyGuessesFirst(String password) {
        assertThat(PasswordRules.faultOf("ada", password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1q2w3e4r5t6y",
                "QWERTYUIOP123",
                "password123456",
                "Password!!!!!!!!",
                "P@ssw0rd2026!",
                "2026Sunshine2026",
                "passwordpassword",
                "PasswordPassword1!",
                "International",
                "aaaaaaaaaaaaaaaa",
                "abcabcabcabc",
                "12121212121212",
                "123456789012",
                "987654321098",
                "abcdefghijklm",
                "ada-lovelace-2026",
                "            ",
                "!!!!!!!!!!!!"
            })
    void refusesWhatIsTriedFirst(String password) {
        assertThat(PasswordRules.faultOf("ada-lovelace", password)).contains(Fault.COMMON);
    }

    @Test
    void countsCharactersAsPeopleDo() {
        assertThat(PasswordRules.faultOf("ada", "eleven char")).contains(Fault.TOO_SHORT);
        assertThat(PasswordRules.faultOf("ada", "😀😁😂🤣😃😄"))
                .as("six characters, twelve code units")
                .contains(Fault.TOO_SHORT);
        assertThat(PasswordRules.faultOf("ada", "horse battery ".repeat(73) + "ab"))
                .isEmpty();
        assertThat(PasswordRules.faultOf("ada", "horse battery ".repeat(73) + "abc"))
                .contains(Fault.TOO_LONG);
    }

    @Test
    void refusesTheNameOfTheAccount() {
        assertThat(PasswordRules.faultOf("ada-lovelace", "Ada-Lovelace")).contains(Fault.IS_THE_NAME);
    }

    @Test
    void saysCauseAndCureOfEachRule() {
        Set<String> sentences = new HashSet<>();
        for (Fault fault : Fault.values()) {
            assertThat(fault.wireName()).matches("[a-z_]+");
            assertThat(sentences.add(fault.sentence())).isTrue();
        }
    }
}
