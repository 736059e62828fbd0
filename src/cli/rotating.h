/* What `key rotate` and `record rotate` share. */
#ifndef CLI_ROTATING_H
#define CLI_ROTATING_H

#include "cli/command.h"

/* Seals every record again under the newest key, and says what was done. */
enum status rotating_run(struct invocation *invocation);

#endif
