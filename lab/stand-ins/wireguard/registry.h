#ifndef BOREALIS_REGISTRY_H
#define BOREALIS_REGISTRY_H

#include "adapter.h"

void registry_add(struct adapter *adapter);
/* Waits until no call uses the adapter; false when it was not there. */
bool registry_remove(struct adapter *adapter);

#endif
