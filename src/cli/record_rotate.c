#include "cli/keys.h"
#include "cli/rotating.h"

const struct command command_record_rotate = {
    .name = "record rotate",
    .arguments = "",
    .summary = "seal every record again under the newest key",
    .help = "Opens what is sealed in the files below records/ with the edition's keys and seals it "
            "again with the newest. It may be stopped at any time: called again, it does what is "
            "left, and the bytes are the same in the end. What does not open is named and stays as "
            "it is; keys that such records need are to be kept.",
    .group = GROUP_RECORDS,
    .edition = true,
    .options = {{.name = "json", .help = "what was done as one JSON line"}, KEYS_PASSPHRASE},
    .exits = {{EXIT_FOUND, "something does not open"},
              {EXIT_CREATE, NULL},
              {EXIT_RETRY, NULL},
              {EXIT_PERMISSION, "others can read a key file, or the passphrase is wrong"},
              {EXIT_CONFIG, "the edition has no key"}},
    .run = rotating_run,
};
