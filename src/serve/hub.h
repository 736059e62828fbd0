/* What hubs say (WebSub): /hub/<source id>/<token> is a source's callback.
 *
 *     GET   hub.mode=subscribe, unsubscribe: verification of intent (5.3): the challenge,
 *           where it is what was asked for; else 404
 *           hub.mode=denied: noted (5.2)
 *     POST  a notification (7): 204 whatever its signature says, so that nobody learns to
 *           forge one; a true one is noted
 *
 * Without a subscription, or with another token, everything is 404; after a farewell 410, at which
 * a hub forgets us. Notes are written by the tally's thread. */
#ifndef SERVE_HUB_H
#define SERVE_HUB_H

#include "serve/inside.h"

enum { SERVE_HUB_BODY_MOST = 10 * 1024 * 1024, SERVE_HUB_CHALLENGE_MOST = 1000 };

/* Whether a path is a callback's. */
bool serve_hub_is(struct str path);
/* Answers a GET or HEAD. */
enum MHD_Result serve_hub_verify(struct server *server, struct MHD_Connection *connection,
                                 struct str path);

/* A notification that is coming in. */
struct serve_hub_news;
/* At its header: *news is NULL where it was answered at once. `length`: of its body, as announced.
 */
enum MHD_Result serve_hub_begin(struct server *server, struct MHD_Connection *connection,
                                struct str path, uint64_t length, struct serve_hub_news **news);
/* A piece of the body; false: too much. */
bool serve_hub_add(struct serve_hub_news *news, struct str bytes);
/* Its end. */
enum MHD_Result serve_hub_finish(struct server *server, struct MHD_Connection *connection,
                                 struct serve_hub_news *news);
/* Safe on NULL. */
void serve_hub_drop(struct serve_hub_news *news);

#endif
