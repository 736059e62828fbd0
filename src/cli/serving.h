/* The server as a process of its own (DESIGN.md, Processes): `serve` is it, `run` has one beside
 * it. */
#ifndef CLI_SERVING_H
#define CLI_SERVING_H

#include "cli/command.h"
#include <sys/types.h>

struct serving {
    pid_t child; /* 0: none */
};

/* Starts the server in a child process, on --listen, and says where it is. */
enum status serving_start(struct invocation *invocation, struct serving *serving);
/* Whether the child still lives. */
bool serving_alive(struct serving *serving);
/* Ends the child and waits for it. Safe when there is none. */
void serving_stop(struct serving *serving);
/* Serves in this process until SIGINT or SIGTERM. */
enum status serving_here(struct invocation *invocation);

#endif
