/* What the parts of the server share. Of this room only. */
#ifndef SERVE_INSIDE_H
#define SERVE_INSIDE_H

#include "serve/door.h"
#include "serve/guests.h"
#include "serve/inquiry.h"
#include "serve/kept.h"
#include "serve/limits.h"
#include "serve/serve.h"
#include "serve/settings.h"
#include "serve/shelf.h"
#include "serve/tally.h"
#include <microhttpd.h>

struct server {
    char *folder, *where; /* own copies */
    char *public_folder;  /* <folder>/public */
    const struct clock *clock;
    const struct log *log;
    char address[SERVE_ADDRESS_TEXT];
    char redirect_address[SERVE_ADDRESS_TEXT]; /* "" for none */
    int listener, redirect_listener;           /* -1: none */
    int stop;                                  /* an eventfd */
    int wake;                                  /* another: the clerk has answered */
    struct serve_settings *settings;
    struct serve_door doors[SERVE_DOORS_MOST];
    struct serve_door *door; /* by which readers come in */
    enum status (*reread)(void *state, struct server *server, struct error *error);
    void *state; /* for it */
    struct serve_guests guests;
    struct serve_shelf shelf; /* for /r/ */
    struct serve_tally *tally;
    struct serve_clerk *clerk;
    struct serve_clerk *letters; /* another, who writes */
    struct serve_metrics metrics;
    struct serve_kept kept;
    struct serve_limits limits; /* of what the clerk is asked */
    struct serve_limits letter_pages, letter_forms;
    bool full_told; /* that clicks were lost was logged */
};

/* listen.c: a listening socket for "ADDRESS:PORT", and what it was bound to as text. Errors as
 * serve_open. */
enum status serve_listen(struct str listen, int *fd, char address[SERVE_ADDRESS_TEXT],
                         struct error *error);

/* answer.c: libmicrohttpd's callbacks; `state` is the server. */
enum MHD_Result serve_answer(void *state, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload,
                             size_t *upload_size, void **context);
void serve_answered(void *state, struct MHD_Connection *connection, void **context,
                    enum MHD_RequestTerminationCode code);
struct serve_guest *serve_answer_guest(struct MHD_Connection *connection);

/* reply.c: answers. Each carries the security headers; none names a program or a version (N28). */

/* The content security policy of pages that may show pictures of these hosts, in the arena;
 * NULL without memory. So many hosts that no header holds them are none. */
const char *serve_policy(struct arena *arena, const struct str *hosts, size_t count);
/* A line of text. `name` and `value` are one header more; NULL for none. `close`: the rest of the
 * request is not read. */
enum MHD_Result serve_reply_line(struct MHD_Connection *connection, unsigned int code,
                                 const char *name, const char *value, bool close);
/* A text of the caller's, copied. */
enum MHD_Result serve_reply_text(struct MHD_Connection *connection, unsigned int code,
                                 struct str text);
/* A body with its type and these header fields; copied. `type` NULL: there is no body. */
struct serve_field {
    const char *name, *value;
};
enum MHD_Result serve_reply_made(struct MHD_Connection *connection, unsigned int code,
                                 const char *type, struct str body,
                                 const struct serve_field *fields, size_t count);
/* What came of looking an address up: a redirect to `location`, the page for what is not there
 * (NOT_FOUND, INVALID), or that it cannot be said for the moment, which is logged. */
enum MHD_Result serve_reply_location(struct server *server, struct MHD_Connection *connection,
                                     unsigned int code, enum status status, const char *location,
                                     const struct error *error);
/* Sends the client to the same target below the public address, by TLS. */
enum MHD_Result serve_reply_onward(struct server *server, struct MHD_Connection *connection,
                                   struct str path, bool reads);
/* The file below public/ that `target` stands for, a redirect to a folder, or the page for what is
 * not there; conditions and ranges are the request's. */
enum MHD_Result serve_reply_file(struct server *server, struct MHD_Connection *connection,
                                 struct str target);
enum MHD_Result serve_reply_missing(struct server *server, struct MHD_Connection *connection);

/* story.c: `rest` is what follows "/s/" in the target. Whether it names a story by its id alone, or
 * by its id and anything: then *result is serve_reply_location's. */
bool serve_reply_story(struct server *server, struct MHD_Connection *connection, struct str rest,
                       enum MHD_Result *result);

/* probe.c: whether a path asks how the server is, and the answer to GET and HEAD: /healthz (200:
 * the process answers), /readyz (200, or 503 and a sentence), /metrics (for this machine's own; the
 * page for what is not there to all others). */
bool serve_probe_is(struct str path);
enum MHD_Result serve_probe(struct server *server, struct MHD_Connection *connection,
                            struct str path);

/* ask.c: whether a path is the search page's or the live API's, and so of the clerk's. */
bool serve_ask_is(struct str path);
bool serve_ask_is_api(struct str path);
/* Answers at once, or suspends the connection until the clerk has answered *inquiry: then
 * serve_asked. The inquiry is the caller's to free, at the request's end. */
enum MHD_Result serve_ask(struct server *server, struct MHD_Connection *connection, struct str path,
                          struct serve_inquiry **inquiry);
enum MHD_Result serve_asked(struct server *server, struct MHD_Connection *connection,
                            const struct serve_inquiry *inquiry);
/* Suspends the connection until this clerk has answered. */
void serve_ask_clerk(struct server *server, struct serve_clerk *clerk,
                     struct MHD_Connection *connection, struct serve_inquiry *inquiry);
/* OPTIONS of the API: may a page's script ask (Fetch, CORS preflight)? */
enum MHD_Result serve_ask_options(struct server *server, struct MHD_Connection *connection);

/* body.c: a file's whole body in the entity's coding, *bytes long: what lies beside it (NAME.gz,
 * NAME.br) or is made of it. NULL for want of memory, or when the coding cannot be had, or the file
 * not be read. The descriptor stays the caller's. */
struct MHD_Response *serve_body(const char *folder, struct str path, int fd,
                                const struct serve_entity *entity, size_t *bytes);

/* A header of the request; absent when it was not sent. */
struct str serve_header(struct MHD_Connection *connection, const char *name);

#endif
