/* A process that dies by SIGKILL takes its adapter, filters and helpers with it, as on Windows. */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

/* Makes everything there is, says so and waits for its end. */
void victim(void) {
    void *adapter = WireGuardCreateAdapter(wide("Victim"), wide("Borealis"), 0);
    net_luid luid = 0;
    if (!CHECK(adapter)) return;
    WireGuardGetAdapterLUID(adapter, &luid);
    void *engine = filters_open();
    filters_shut(engine, luid, "10.255.0.0", 0xFFFF0000);
    address_row address = host_address(luid, "10.255.0.1");
    CODE(CreateUnicastIpAddressEntry(&address), 0);
    CHECK(WireGuardSetAdapterState(adapter, ADAPTER_UP));
    puts(failures ? "failed" : "ready");
    fflush(stdout);
    pause();
}

static char link_name[32];

static bool interface_gone(void *unused) {
    (void)unused;
    return shell("ip -br link | grep -q ^bor") != 0;
}

static bool table_gone(void *unused) {
    (void)unused;
    return shell("nft list tables | grep -q borealis_") != 0;
}

static bool helpers_gone(void *unused) {
    (void)unused;
    return shell("ls /var/run/wireguard/%s.sock >/dev/null 2>&1", link_name) != 0 &&
           shell("grep -lsa %s /proc/[0-9]*/cmdline | grep -v \"/$$/\" | xargs -r grep -lsaE 'keeper|wireguard-go' | grep -q .",
                 link_name) != 0;
}

static void kill_one(const char *program) {
    int ready[2];
    char line[32] = "";
    if (pipe(ready)) return;
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ready[1], 1);
        close(ready[0]);
        close(ready[1]);
        execl(program, program, "victim", (char *)0);
        _exit(127);
    }
    close(ready[1]);
    FILE *in = fdopen(ready[0], "r");
    CHECK(fgets(line, sizeof line, in) && !strcmp(line, "ready\n"));
    FILE *links = popen("ip -br link | grep -o ^bor[a-z0-9]*", "r");
    CHECK(fgets(link_name, sizeof link_name, links));
    link_name[strcspn(link_name, "\n")] = 0;
    pclose(links);
    CHECK(!interface_gone(0) && !table_gone(0) && !helpers_gone(0));
    /* Another process of the namespace finds the adapter. */
    void *opened = WireGuardOpenAdapter(wide("victim"));
    int state = -1;
    CHECK(opened && WireGuardGetAdapterState(opened, &state) && state == ADAPTER_UP);
    CHECK(WireGuardSetAdapterState(opened, ADAPTER_DOWN) && WireGuardSetAdapterState(opened, ADAPTER_UP));
    kill(pid, SIGKILL);
    waitpid(pid, 0, 0);
    uint64_t start = clock_ms();
    CHECK(eventually(interface_gone, 0) && eventually(table_gone, 0) && eventually(helpers_gone, 0));
    uint64_t took = clock_ms() - start;
    CHECK(took < 2000);
    printf("    all gone %llu ms after SIGKILL\n", (unsigned long long)took);
    CHECK(!WireGuardSetAdapterState(opened, ADAPTER_DOWN));
    WireGuardCloseAdapter(opened);
    fclose(in);
}

void test_death(const char *program) {
    namespace_new();
    kill_one(program);
    /* And again at once, with the same name. */
    kill_one(program);
}
