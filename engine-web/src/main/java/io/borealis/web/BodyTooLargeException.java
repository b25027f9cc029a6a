package io.borealis.web;

import java.io.IOException;

/** A body went on past its bound. */
final class BodyTooLargeException extends IOException {

    BodyTooLargeException() {
        super("the body is larger than its bound");
    }
}
