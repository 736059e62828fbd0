/* What the tools have in common that turn HTML into text: 'html parse' and 'html sanitize'. */
#ifndef CLI_HTML_TOOL_H
#define CLI_HTML_TOOL_H

#include "cli/command.h"

enum {
    HTML_TOOL_INPUT_MOST = 5 * 1024 * 1024, /* bytes of HTML */
    HTML_TOOL_MEMORY = 256 * 1024 * 1024,
};

struct html_tool {
    const char *setting; /* an option; with --jsonl the member of a line that is called like it */
    const char *answer;  /* the member of an answer's line */
    const char *end;     /* what stands behind the answer of a document */
    size_t most;         /* bytes of an answer */
    /* The arena is the document's. `setting` is absent when it was not given. */
    enum status (*work)(struct arena *arena, struct str html, struct str setting, struct buf *out,
                        struct error *error);
};

/* Reads a document, or with --jsonl lines with "html" or "path", and answers. */
enum status html_tool_run(struct invocation *invocation, const struct html_tool *tool);

#endif
