package io.borealis.agent.activity;

/** Where the system keeps what its administrators look at first: the life of the service, nothing else. Thread-safe. */
public interface SystemLog {

    /** What is told there; the numbers are stable, for filters and alarms. */
    enum Event {
        STARTED(1),
        STOPPED(2),
        FAILED(3);

        private final int id;

        Event(int id) {
            this.id = id;
        }

        public int id() {
            return id;
        }

        public boolean isFailure() {
            return this == FAILED;
        }
    }

    /** Never fails: what the system does not take is said in the agent's own log. */
    void tell(Event event, String text);
}
