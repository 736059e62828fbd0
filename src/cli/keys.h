/* The edition's keys, as the commands that seal and open take them. */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

#include "cli/command.h"
#include "files/keys.h"

/* The option by which wrapped keys are opened. */
#define KEYS_PASSPHRASE                                                                            \
    { .name = "passphrase", .value = "FILE", .help = "the first line of FILE opens wrapped keys" }

struct keys {
    struct arena arena; /* whatever else the command keeps */
    struct key_file *files;
    struct seal_key *ring; /* the same keys, for seal_open */
    size_t count;
};

/* The passphrase of --passphrase, in the arena; absent when it was not given. */
enum status keys_passphrase(struct invocation *invocation, struct arena *arena,
                            struct str *passphrase);
/* Forgets it for good, and gives the arena back. */
void keys_forget_passphrase(struct arena *arena, struct str passphrase);
/* Opens all keys. The caller gives them back by keys_close, also after an error. */
enum status keys_open(struct invocation *invocation, struct keys *keys);
void keys_close(struct keys *keys);
/* Writes a new key by the options of `key new`: --id, --passphrase and, when `old`, --old. */
enum status keys_make(struct invocation *invocation, bool old);

#endif
