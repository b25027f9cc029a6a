/* What only the lab may do: make a call fail on demand, and count calls. Every library carries its own copy and
 * exports BorealisLabFail, BorealisLabCalls and BorealisLabReset. */
#ifndef BOREALIS_LAB_H
#define BOREALIS_LAB_H

#include "platform.h"

/* The names that this library exports, ended by NULL; defined once per library. */
extern const char *const lab_functions[];

/* Counts the call and returns the code it has to fail with, or 0. */
uint32_t lab_enter(const char *function);

/* A message for the person who runs the lab, on standard error. */
void lab_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
