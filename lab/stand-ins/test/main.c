/* The stand-ins' own test: real interfaces, real packets, real filters, in namespaces that vanish with it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <sched.h>

#include "harness.h"

static const char *what_is_missing(void) {
    if (geteuid() != 0) return "it does not run as root";
    int tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    if (tun < 0) return "there is no /dev/net/tun that it may open";
    close(tun);
    if (unshare(CLONE_NEWNET)) return "it may not make network namespaces";
    if (shell("command -v wireguard-go nft ip >/dev/null 2>&1; command -v wireguard-go >/dev/null")) return "wireguard-go is not installed";
    if (shell("command -v nft >/dev/null")) return "nft is not installed";
    if (shell("command -v ip >/dev/null")) return "ip (iproute2) is not installed";
    return 0;
}

int main(int count, char **arguments) {
    if (count == 2 && !strcmp(arguments[1], "victim")) {
        victim();
        return 0;
    }
    const char *lab = getenv("BOREALIS_LAB");
    if (lab && !strcmp(lab, "off")) {
        puts("stand-ins: NOT TESTED, because BOREALIS_LAB=off");
        return 0;
    }
    const char *missing = what_is_missing();
    if (missing) {
        fprintf(stderr, "stand-ins: the test cannot run, because %s. BOREALIS_LAB=off leaves it out.\n", missing);
        return 1;
    }
    struct {
        const char *name;
        void (*run)(void);
    } tests[] = {
        {"adapters", test_adapters},     {"configuration", test_configuration}, {"ip helper", test_ip_helper},
        {"notifications", test_notifications}, {"filter codes", test_filter_codes}, {"filter shapes", test_shapes}, {"revocation", test_revocation}, {"tunnel", test_tunnel},
        {"injection", test_injection},   {"scale", test_scale},
    };
    setvbuf(stdout, 0, _IOLBF, 0);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        int before = failures;
        uint64_t start = clock_ms();
        tests[i].run();
        printf("  %-14s %s (%llu ms)\n", tests[i].name, failures == before ? "ok" : "FAILED",
               (unsigned long long)(clock_ms() - start));
    }
    int before = failures;
    test_death(arguments[0]);
    printf("  %-14s %s\n", "death", failures == before ? "ok" : "FAILED");
    printf("stand-ins: %d checks, %d failures\n", checks, failures);
    return failures != 0;
}
