/* What the configuration says of the server, in the form in which requests need it. Made anew as a
 * whole when the configuration is read again; never changed. */
#ifndef SERVE_SETTINGS_H
#define SERVE_SETTINGS_H

#include "base/arena.h"
#include "serve/serve.h"
#include "url/network.h"

enum { SERVE_HSTS_TEXT = 48 };

struct serve_settings {
    struct arena arena;
    const char *policy; /* of its pages: serve_policy */
    struct str url;     /* the public address, without a trailing slash; absent */
    struct str *origins;
    size_t origin_count;
    struct str *hosts; /* that requests may be for; none: any */
    size_t host_count;
    struct url_network *proxies;
    size_t proxy_count;
    bool standard;              /* they say it in Forwarded, not in X-Forwarded-For */
    bool plain_redirects;       /* what came to them without TLS is sent on to the public address */
    char hsts[SERVE_HSTS_TEXT]; /* Strict-Transport-Security; "" for none */
    int64_t per_minute;
};

/* CONFIG for what cannot be read. */
enum status serve_settings_make(const struct serve_options *options,
                                struct serve_settings **settings, struct error *error);
void serve_settings_free(struct serve_settings *settings); /* safe on NULL */

/* Whether a request with this Host, or authority in its target, is one for us (N08): a name of
 * ours, localhost, or a number, which no name server can turn against us. */
bool serve_settings_knows(const struct serve_settings *settings, struct str host);

#endif
