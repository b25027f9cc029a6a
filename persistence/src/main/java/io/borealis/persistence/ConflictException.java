package io.borealis.persistence;

import jakarta.ejb.ApplicationException;

/**
 * Another piece of work got there first: a constraint or a version stands against this one, and nothing of it was kept.
 * Trying again sees what the other one did.
 */
@ApplicationException(rollback = true)
public final class ConflictException extends RuntimeException {
    ConflictException(Throwable cause) {
        super("the database refused the work because of work done meanwhile", cause);
    }
}
