/* Subscribing to letters and leaving, seen from the connection:
 *
 *     GET  /subscribe              the form
 *     POST /subscribe              a request (mail/request.h); the same answer whoever is asked for
 *     GET  /confirm/<token>        asks; POST says yes
 *     GET  /unsubscribe/<token>    asks; POST leaves, whatever its body is (RFC 8058)
 *     GET  /subscription/<pass>    a subscriber's own page; POST changes it, or erases all
 *
 * A GET changes nothing, as programs look at links before readers do. Who may do what is in the
 * address (mail/links.h): there is no cookie that another site's page could use, and its forms are
 * refused (403; attacks.md N11). None of these answers is kept by anybody on the way. A thread of
 * its own writes (inquiry.h), so that a locked database keeps nobody else waiting. */
#ifndef SERVE_LETTERS_H
#define SERVE_LETTERS_H

#include "serve/inside.h"

enum {
    SERVE_FORM_BODY_MOST = 8 * 1024, /* bytes; more is 413 */
    SERVE_LETTERS_PER_MINUTE = 60,   /* pages of one client … */
    SERVE_FORMS_PER_MINUTE = 6,      /* … and forms, which cost letters; 10 at once */
};

/* Whether a path is one of these. */
bool serve_letters_is(struct str path);
/* GET and HEAD: as serve_ask. */
enum MHD_Result serve_letters_ask(struct server *server, struct MHD_Connection *connection,
                                  struct str path, struct serve_inquiry **inquiry);
/* Sends what the clerk answered. */
enum MHD_Result serve_letters_reply(struct server *server, struct MHD_Connection *connection,
                                    const struct serve_inquiry *inquiry);

/* A form that is coming in. */
struct serve_form;
/* POST, at its header; `length` is its body's, as announced. *form is NULL where it was answered at
 * once. */
enum MHD_Result serve_form_begin(struct server *server, struct MHD_Connection *connection,
                                 struct str path, uint64_t length, struct serve_form **form);
/* A piece of the body; false: too much. */
bool serve_form_add(struct serve_form *form, struct str bytes);
/* Its end: as serve_ask. */
enum MHD_Result serve_form_finish(struct server *server, struct MHD_Connection *connection,
                                  struct str path, struct serve_form *form,
                                  struct serve_inquiry **inquiry);
/* Safe on NULL. */
void serve_form_drop(struct serve_form *form);

#endif
