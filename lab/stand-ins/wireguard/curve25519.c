/* X25519 (RFC 7748): the Montgomery ladder over 2^255-19 with five limbs of 51 bits. Needed because wireguard-go does
 * not tell an interface's public key, and Windows does. */
#include "curve25519.h"

#include <string.h>

typedef unsigned __int128 wide;
typedef uint64_t field[5];

#define LIMB ((UINT64_C(1) << 51) - 1)

static void carry(field out, wide t[5]) {
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 4; i++) {
            t[i + 1] += t[i] >> 51;
            t[i] &= LIMB;
        }
        t[0] += 19 * (t[4] >> 51);
        t[4] &= LIMB;
    }
    for (int i = 0; i < 5; i++) out[i] = (uint64_t)t[i];
}

static void add(field out, const field a, const field b) {
    wide t[5];
    for (int i = 0; i < 5; i++) t[i] = (wide)a[i] + b[i];
    carry(out, t);
}

static void subtract(field out, const field a, const field b) {
    /* 4p is added limb by limb so that nothing falls below zero. */
    wide t[5];
    for (int i = 0; i < 5; i++) t[i] = (wide)a[i] + 4 * LIMB - (i == 0 ? 72 : 0) - b[i];
    carry(out, t);
}

static void multiply(field out, const field a, const field b) {
    wide t[5] = {0};
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++) t[(i + j) % 5] += (wide)a[i] * b[j] * (i + j > 4 ? 19 : 1);
    carry(out, t);
}

static void scale(field out, const field a, uint64_t factor) {
    wide t[5];
    for (int i = 0; i < 5; i++) t[i] = (wide)a[i] * factor;
    carry(out, t);
}

static void swap(field a, field b, uint64_t yes) {
    uint64_t mask = 0 - yes;
    for (int i = 0; i < 5; i++) {
        uint64_t difference = mask & (a[i] ^ b[i]);
        a[i] ^= difference;
        b[i] ^= difference;
    }
}

/* a^(p-2): all exponent bits are one except bits 2 and 4. */
static void invert(field out, const field a) {
    field result = {1};
    for (int bit = 254; bit >= 0; bit--) {
        multiply(result, result, result);
        if (bit != 2 && bit != 4) multiply(result, result, a);
    }
    memcpy(out, result, sizeof(field));
}

static void pack(uint8_t out[32], const field a) {
    field t, reduced;
    memcpy(t, a, sizeof t);
    /* t < 2^255; subtract p when t >= p, that is when t + 19 reaches 2^255. */
    for (int round = 0; round < 2; round++) {
        uint64_t over = 19;
        for (int i = 0; i < 5; i++) {
            over += t[i];
            reduced[i] = over & LIMB;
            over >>= 51;
        }
        if (over) memcpy(t, reduced, sizeof t);
    }
    memset(out, 0, 32);
    for (int bit = 0; bit < 255; bit++) out[bit / 8] |= (uint8_t)(((t[bit / 51] >> (bit % 51)) & 1) << (bit % 8));
}

void curve25519_public(uint8_t public_key[32], const uint8_t private_key[32]) {
    uint8_t scalar[32];
    memcpy(scalar, private_key, 32);
    scalar[0] &= 248;
    scalar[31] = (uint8_t)((scalar[31] & 127) | 64);
    const field base = {9};
    field x2 = {1}, z2 = {0}, x3 = {9}, z3 = {1}, a, b, c, d, aa, bb, e, da, cb;
    uint64_t swapped = 0;
    for (int bit = 254; bit >= 0; bit--) {
        uint64_t one = (scalar[bit / 8] >> (bit % 8)) & 1;
        swap(x2, x3, swapped ^ one);
        swap(z2, z3, swapped ^ one);
        swapped = one;
        add(a, x2, z2);
        subtract(b, x2, z2);
        add(c, x3, z3);
        subtract(d, x3, z3);
        multiply(aa, a, a);
        multiply(bb, b, b);
        subtract(e, aa, bb);
        multiply(da, d, a);
        multiply(cb, c, b);
        add(x3, da, cb);
        multiply(x3, x3, x3);
        subtract(z3, da, cb);
        multiply(z3, z3, z3);
        multiply(z3, z3, base);
        multiply(x2, aa, bb);
        scale(z2, e, 121665);
        add(z2, z2, aa);
        multiply(z2, z2, e);
    }
    swap(x2, x3, swapped);
    swap(z2, z3, swapped);
    invert(z2, z2);
    multiply(x2, x2, z2);
    pack(public_key, x2);
    explicit_bzero(scalar, sizeof scalar);
}
