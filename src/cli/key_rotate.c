#include "cli/keys.h"
#include "cli/rotating.h"

/* The keys that are there must open before one more comes: with a passphrase that is wrong for them
 * nothing could be sealed again. */
static enum status look_at_keys(struct invocation *invocation) {
    struct keys keys = {0};
    enum status status = keys_open(invocation, &keys);
    keys_close(&keys);
    return status;
}

static enum status run(struct invocation *invocation) {
    enum status status = look_at_keys(invocation);
    if (status == STATUS_OK)
        status = keys_make(invocation, false);
    if (status == STATUS_OK)
        status = cli_flush(invocation);
    return status == STATUS_OK ? rotating_run(invocation) : status;
}

const struct command command_key_rotate = {
    .name = "key rotate",
    .arguments = "",
    .summary = "make a new key and seal every record again with it",
    .help = "Makes a key as 'key new' does and then seals every record again with it, as 'record "
            "rotate' does, which also goes on where this was stopped. Keys from before stay, and "
            "open what was sealed with them: copies of the records from before, and records that "
            "are named here because they did not open.",
    .group = GROUP_UPKEEP,
    .edition = true,
    .options =
        {
            {.name = "id",
             .value = "ID",
             .help = "what the new key is called; else the day and four letters"},
            {.name = "passphrase",
             .value = "FILE",
             .help = "the first line of FILE opens wrapped keys, and wraps the new one"},
        },
    .exits = {{EXIT_FOUND, "something does not open"},
              {EXIT_DATA, "a key of that id is there"},
              {EXIT_CREATE, NULL},
              {EXIT_RETRY, NULL},
              {EXIT_PERMISSION, "others can read a key file, or the passphrase is wrong"}},
    .run = run,
};
