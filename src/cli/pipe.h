/* What every pipe tool shares (spec/cli.md): JSON lines in, JSON lines out, in order, at once; an
 * error for a line is an answer, never silence. */
#ifndef CLI_PIPE_H
#define CLI_PIPE_H

#include "base/json.h"
#include "base/json_read.h"
#include "cli/command.h"

enum { PIPE_LINE_MOST = 64 * 1024 * 1024 };

/* Writes the members of the answer to `line`, which it borrows, into `out`, whose object is open
 * and has the id already. On an error what it wrote is taken back and the error takes its place. */
typedef enum status pipe_answer(void *state, const struct json_value *line, struct json *out,
                                struct error *error);

/* Feeds the tool's input, line by line, to `answer`. Fails only when input or output does. Sets
 * no exit code for bad lines. */
enum status pipe_jsonl(struct invocation *invocation, pipe_answer *answer, void *state);

/* Takes what a line says. MEMORY and UNAVAILABLE end the reading; other refusals do not. */
typedef enum status pipe_take(void *state, const struct json_value *line, struct error *error);

/* Feeds the tool's input to `take`, for a tool that answers once, at its end. Lines that are
 * refused are named on standard error and counted. */
enum status pipe_read(struct invocation *invocation, pipe_take *take, void *state, size_t *refused);

/* Appends the answer to one line of plain text to `out`; an error is written as "! message". */
typedef enum status pipe_text(void *state, struct str line, struct buf *out, struct error *error);
enum status pipe_lines(struct invocation *invocation, pipe_text *answer, void *state);

/* The member "text" / "html" of a line, or the bytes of the file that "path" names (at most `max`),
 * kept in `holder`, which the caller releases. */
enum status pipe_document(const struct json_value *line, const char *member, size_t max,
                          struct buf *holder, struct str *document, struct error *error);

/* A tool that reads documents of at most `most` bytes: with --jsonl each line's by `answer`, whose
 * state is the holder for pipe_document; else the one of the command line by `one`. */
typedef enum status pipe_one(struct invocation *invocation, struct str document);
enum status pipe_documents(struct invocation *invocation, size_t most, pipe_one *one,
                           pipe_answer *answer);

/* The end of the one object that such a tool prints, begun by pipe_begin: closed, or taken back
 * when `status`, which is returned, is an error. */
enum status pipe_end(struct invocation *invocation, struct json *json, enum status status);

/* Opens the object of an answer and writes its id, where the line had one. */
void pipe_begin(struct json *json, struct buf *out, const struct json_value *id);

/* An error as the object of cli.md: {"code","message","at"}. */
void pipe_error(struct json *out, const struct error *error);

#endif
