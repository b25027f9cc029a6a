#include "../shared/lab.h"

const char *const lab_functions[] = {
    "WireGuardCreateAdapter",
    "WireGuardOpenAdapter",
    "WireGuardCloseAdapter",
    "WireGuardGetAdapterLUID",
    "WireGuardGetRunningDriverVersion",
    "WireGuardDeleteDriver",
    "WireGuardSetLogger",
    "WireGuardSetAdapterLogging",
    "WireGuardGetAdapterState",
    "WireGuardSetAdapterState",
    "WireGuardSetConfiguration",
    "WireGuardGetConfiguration",
    0,
};
