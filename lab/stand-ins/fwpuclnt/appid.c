/* Application ids. Linux cannot match packets by program, and the UDP socket of the tunnel belongs to wireguard-go
 * where Windows counts it to the program that called Up. So a condition on this very program is taken as fulfilled,
 * and one on any other program as never fulfilled. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../shared/lab.h"
#include "../shared/text.h"
#include "rule.h"

#define VOLUME "\\device\\harddiskvolume1"

/* /usr/bin/java becomes \device\harddiskvolume1\usr\bin\java, C:\x\java.exe the same without its drive. */
static size_t device_path(const char *path, wchar16 *out, size_t count) {
    char text[4096 + sizeof VOLUME];
    if (strlen(path) >= 4096) return 0;
    if (isalpha((unsigned char)path[0]) && path[1] == ':') path += 2;
    strcpy(text, VOLUME);
    strcat(text, path);
    for (char *p = text; *p; p++) *p = *p == '/' ? '\\' : (char)tolower((unsigned char)*p);
    return text_to_utf16(text, out, count) ? 2 * (text_length16(out) + 1) : 0;
}

bool app_id_is_own(const fwp_blob *blob) {
    if (!PLATFORM_KNOWS_OWN_IMAGE) return true;
    char path[4096];
    wchar16 own[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0) return false;
    path[length] = 0;
    size_t size = device_path(path, own, sizeof own / sizeof *own);
    return size && blob->size == size && !memcmp(blob->data, own, size);
}

LAB_EXPORT uint32_t FwpmGetAppIdFromFileName0(const wchar16 *name, fwp_blob **id) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!name || !id) return FWP_E_NULL_POINTER;
    char path[4096], real[4096];
    wchar16 device[4096];
    if (!text_to_utf8(name, path, sizeof path)) return ERROR_INVALID_PARAMETER;
    const char *found = path;
    if (path[0] == '/') {
        found = realpath(path, real);
        if (!found) return ERROR_FILE_NOT_FOUND;
    } else if (!isalpha((unsigned char)path[0]) || path[1] != ':') {
        return ERROR_FILE_NOT_FOUND;
    }
    size_t size = device_path(found, device, sizeof device / sizeof *device);
    if (!size) return ERROR_INVALID_PARAMETER;
    fwp_blob *blob = malloc(sizeof *blob + size);
    if (!blob) return ERROR_NOT_ENOUGH_MEMORY;
    blob->size = (uint32_t)size;
    blob->data = (uint8_t *)(blob + 1);
    memcpy(blob->data, device, size);
    *id = blob;
    return ERROR_SUCCESS;
}
