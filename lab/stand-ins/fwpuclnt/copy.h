/* Deep copies in one piece of memory, so that one free gives everything back, as FwpmFreeMemory0 promises. */
#ifndef BOREALIS_COPY_H
#define BOREALIS_COPY_H

#include "fwpm.h"

/* NULL when memory ran out. */
fwpm_filter *copy_filter(const fwpm_filter *filter);
fwpm_provider *copy_provider(const fwpm_provider *provider);
fwpm_sublayer *copy_sublayer(const fwpm_sublayer *sublayer);
/* An array of pointers to copies. */
fwpm_filter **copy_filters(fwpm_filter *const *filters, uint32_t count);

#endif
