package io.borealis.lab.host;

import java.util.Locale;

/**
 * What a line for the shell in a device's terminal looks like: the same meaning in the words of each shell. Both print
 * {@code echo x-$((6*7))} as {@code x-42}.
 */
public enum Dialect {
    BASH {
        @Override
        public String tellHostName() {
            return "echo \"host=$(cat /proc/sys/kernel/hostname)\"";
        }

        @Override
        public String tellSize() {
            return "echo size=$(stty size)=";
        }

        @Override
        public String flood() {
            return "yes 0123456789";
        }

        @Override
        public String countTo(int last) {
            return "seq 1 " + last;
        }

        @Override
        public String tick() {
            return "while true; do echo tick-$((6*7)); sleep 1; done";
        }

        @Override
        public String setThenShow(String name, String value) {
            return name + "='" + value + "'; echo \"[$" + name + "]\"";
        }

        @Override
        public String tellLength(String text) {
            return "v='" + text + "'; echo length=${#v}=";
        }

        @Override
        public String tellBytes(String text) {
            return "printf '%s' '" + text + "' | od -An -tx1 | tr -d ' \\n'; echo =end";
        }

        @Override
        public String printCharacterInTwoParts() {
            return "printf '\\346\\227'; printf '\\245=whole\\n'";
        }
    },

    POWERSHELL {
        @Override
        public String tellHostName() {
            return "echo \"host=$([Environment]::MachineName)\"";
        }

        @Override
        public String tellSize() {
            return "echo \"size=$([Console]::WindowHeight) $([Console]::WindowWidth)=\"";
        }

        @Override
        public String countTo(int last) {
            return "1.." + last;
        }

        @Override
        public String flood() {
            // not a loop of the shell: what .NET compiles for one while it runs now and then ends the shell under Wine
            // at a Ctrl-C
            return "[Linq.Enumerable]::Repeat('0123456789', [int]::MaxValue)";
        }

        @Override
        public String tick() {
            return "while ($true) { echo tick-$((6*7)); sleep 1 }";
        }

        @Override
        public String setThenShow(String name, String value) {
            return "$" + name + "='" + value + "'; echo \"[$" + name + "]\"";
        }

        @Override
        public String tellLength(String text) {
            return "$v='" + text + "'; echo \"length=$($v.Length)=\"";
        }

        @Override
        public String tellBytes(String text) {
            return "-join ([Text.Encoding]::UTF8.GetBytes('" + text + "') | % { $_.ToString('x2') }) + '=end'";
        }

        @Override
        public String printCharacterInTwoParts() {
            return "[char]0x65E5 + '=whole'";
        }
    };

    /** Prints {@code host=NAME}. */
    public abstract String tellHostName();

    /** A host's name as its shell tells it. */
    public String hostName(String name) {
        return this == POWERSHELL ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** Prints {@code size=ROWS COLUMNS=}. */
    public abstract String tellSize();

    /** Prints without end, until Ctrl-C. */
    public abstract String flood();

    /** Prints the numbers from 1 to this one, a line each. */
    public abstract String countTo(int last);

    /** Prints {@code tick-42} every second without end, as a ping does. */
    public abstract String tick();

    /** How much of a flood is enough to call it one: a console that is scraped shows only what is on its screen. */
    public long floodBytes() {
        return this == POWERSHELL ? 20_000 : 2_000_000;
    }

    /** Sets a variable of the shell and prints {@code [value]}. */
    public abstract String setThenShow(String name, String value);

    /** Prints {@code length=N=}, the number of characters. */
    public abstract String tellLength(String text);

    /** Prints the bytes of the text in UTF-8, then {@code =end}. */
    public abstract String tellBytes(String text);

    /** Prints {@code 日=whole}; in parts where the shell can. */
    public abstract String printCharacterInTwoParts();
}
