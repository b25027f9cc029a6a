#ifndef BOREALIS_CURVE25519_H
#define BOREALIS_CURVE25519_H

#include <stdint.h>

/* The public key that belongs to a private key (X25519 with the base point 9). */
void curve25519_public(uint8_t public_key[32], const uint8_t private_key[32]);

#endif
