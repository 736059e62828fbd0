/* Whether the machine ran on since: what is not synced outlives a kill, not a power failure. */
#ifndef FILES_BOOT_H
#define FILES_BOOT_H

#include "base/buf.h"

/* Appends, as a line, the name that Linux gives to the time since it was started (proc(5),
 * random/boot_id); an empty line where it gives none. */
void files_boot(struct buf *out);

#endif
