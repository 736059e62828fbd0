/* The server as a process of its own (DESIGN.md, Processes): `serve` is it, `run` has one beside
 * it.
 *
 * `run` forks between two rounds, when it holds neither its lock nor a database; whatever else is
 * open the child closes. Forking rather than starting the program anew: what the server says when
 * it cannot start comes back as it is, and nothing is parsed twice. */
#ifndef CLI_SERVING_H
#define CLI_SERVING_H

#include "cli/command.h"
#include <sys/types.h>

struct serving {
    struct invocation *invocation;
    pid_t child;     /* 0: none */
    int64_t started; /* monotonic ms */
    int deaths;      /* soon after its start, in a row */
};

/* Starts the server in a child process, on --listen, and says where it is. The child ends with
 * this process, however that ends. Errors are those of serve_open. */
enum status serving_start(struct invocation *invocation, struct serving *serving);
/* Whether there is a server. One that died is told of and started again; after three deaths within
 * a minute of its start it stays dead: false. */
bool serving_alive(struct serving *serving);
/* Has the child read the configuration anew. */
void serving_change(struct serving *serving);
/* Ends the child and waits for it. Safe when there is none. */
void serving_stop(struct serving *serving);
/* Serves in this process until SIGINT or SIGTERM; SIGHUP has it read the configuration anew. */
enum status serving_here(struct invocation *invocation);

#endif
