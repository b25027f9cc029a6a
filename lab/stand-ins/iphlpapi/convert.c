/* From one name of an interface to another. */
#include <string.h>
#include <strings.h>

#include "iphlpapi.h"

LAB_EXPORT uint32_t ConvertInterfaceLuidToAlias(const net_luid *luid, wchar16 *alias, size_t length) {
    uint32_t code = lab_enter(__func__);
    struct link_info link;
    if (code) return code;
    if (!luid || !alias || !link_by_luid(*luid, &link)) return ERROR_INVALID_PARAMETER;
    return text_to_utf16(link.alias, alias, length) ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

LAB_EXPORT uint32_t ConvertInterfaceLuidToGuid(const net_luid *luid, win_guid *guid) {
    uint32_t code = lab_enter(__func__);
    struct link_info link;
    if (code) return code;
    if (!luid || !guid || !link_by_luid(*luid, &link)) return ERROR_INVALID_PARAMETER;
    *guid = link.guid;
    return ERROR_SUCCESS;
}

LAB_EXPORT uint32_t ConvertInterfaceLuidToIndex(const net_luid *luid, uint32_t *index) {
    uint32_t code = lab_enter(__func__);
    struct link_info link;
    if (code) return code;
    if (!luid || !index || !link_by_luid(*luid, &link)) return ERROR_INVALID_PARAMETER;
    *index = link.index;
    return ERROR_SUCCESS;
}

LAB_EXPORT uint32_t ConvertInterfaceIndexToLuid(uint32_t index, net_luid *luid) {
    uint32_t code = lab_enter(__func__);
    struct link_info link;
    if (code) return code;
    if (!luid) return ERROR_INVALID_PARAMETER;
    if (!link_by_index(index, &link)) return ERROR_FILE_NOT_FOUND;
    *luid = link_luid(&link);
    return ERROR_SUCCESS;
}

static bool has_alias(const struct link_info *link, void *alias) { return !strcasecmp(link->alias, alias); }

LAB_EXPORT uint32_t ConvertInterfaceAliasToLuid(const wchar16 *alias, net_luid *luid) {
    uint32_t code = lab_enter(__func__);
    char text[LINK_ALIAS];
    struct link_info link;
    if (code) return code;
    if (!alias || !luid || !text_to_utf8(alias, text, sizeof text) || !link_find(has_alias, text, &link))
        return ERROR_INVALID_PARAMETER;
    *luid = link_luid(&link);
    return ERROR_SUCCESS;
}

static bool has_guid(const struct link_info *link, void *guid) { return guid_equal(&link->guid, guid); }

LAB_EXPORT uint32_t ConvertInterfaceGuidToLuid(const win_guid *guid, net_luid *luid) {
    uint32_t code = lab_enter(__func__);
    struct link_info link;
    if (code) return code;
    if (!guid || !luid || !link_find(has_guid, (void *)guid, &link)) return ERROR_INVALID_PARAMETER;
    *luid = link_luid(&link);
    return ERROR_SUCCESS;
}
