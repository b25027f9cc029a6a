#ifndef BOREALIS_MODES_H
#define BOREALIS_MODES_H

#include "../shared/keeper.h"

int keep_adapter(const char *interface, const char *socket_path);
int keep_filters(const char *table);

void keeper_answer(int32_t status, uint32_t detail, const char *text);

#endif
