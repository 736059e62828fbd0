#include "cli/pipe.h"
#include "text/slug.h"

static enum status answer(void *state, struct str line, struct buf *out, struct error *error) {
    (void)state;
    (void)error;
    text_slug(line, out);
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    return pipe_lines(invocation, answer, NULL);
}

const struct command command_text_slug = {
    .name = "text slug",
    .arguments = "[FILE]",
    .summary = "make slugs of titles",
    .help = "Reads a title a line and writes its slug: lower-case Latin letters, digits, '_' and "
            "'-', at most 150 bytes; 'article' for a title that leaves nothing.",
    .group = GROUP_PIPE,
    .most = 1,
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
