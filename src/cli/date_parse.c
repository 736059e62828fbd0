#include "cli/pipe.h"
#include "date/date.h"

static enum status answer(void *state, struct str line, struct buf *out, struct error *error) {
    (void)state;
    int64_t time;
    char text[TIME_TEXT];
    enum status status = date_parse(line, &time, error);
    if (status == STATUS_OK)
        buf_add_cstr(out, time_format(time, text));
    return status;
}

static enum status run(struct invocation *invocation) {
    return pipe_lines(invocation, answer, NULL);
}

const struct command command_date_parse = {
    .name = "date parse",
    .arguments = "[FILE]",
    .summary = "read dates as people write them",
    .help = "Reads a date a line and writes it as RFC 3339 in UTC. A line that is none is answered "
            "by '!' and the reason. Dates without a zone are taken as UTC.",
    .group = GROUP_PIPE,
    .most = 1,
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
