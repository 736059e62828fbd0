/* Limits how long a chain of certificates may be, and hears TLS's goodbye: libcurl takes any end of
 * a connection for one (attacks.md D05). */
#include "fetch/fetch_inside.h"

#include "base/late.h"

/* openssl/ssl.h cannot be included: below it a parameter is called as a function that base/banned.h
 * forbids. These are its words for what is needed (SSL_CTX_set_msg_callback(3)). */
struct ssl_st;
struct ssl_ctx_st;
typedef void on_message(int sent, int version, int type, const void *bytes, size_t n,
                        struct ssl_st *ssl, void *data);
typedef void set_callback(struct ssl_ctx_st *context, on_message *callback);
typedef void set_depth(struct ssl_ctx_st *context, int depth);
typedef long control(struct ssl_ctx_st *context, int command, long number, void *pointer);
enum { SET_MESSAGE_DATA = 16, ALERT = 21, CLOSE_NOTIFY = 0 };
enum { AUTHORITIES_MOST = 10 }; /* between a certificate and our list (D03); one or two are usual */

static void on_tls(int sent, int version, int type, const void *bytes, size_t n, struct ssl_st *ssl,
                   void *data) {
    struct fetch_job *job = data;
    (void)version;
    (void)ssl;
    if (!sent && type == ALERT && n >= 2 && ((const unsigned char *)bytes)[1] == CLOSE_NOTIFY)
        job->goodbye = true;
}

/* The library is there: libcurl has just made the context with it. */
CURLcode fetch_on_tls(CURL *easy, void *context, void *data) {
    struct {
        set_callback *set;
        set_depth *limit;
        control *pass;
    } ssl;
    (void)easy;
    if (!late_load(SONAME_SSL, "SSL_CTX_set_msg_callback\0SSL_CTX_set_verify_depth\0SSL_CTX_ctrl\0",
                   &ssl, sizeof ssl))
        return CURLE_SSL_ENGINE_INITFAILED;
    ssl.set(context, on_tls);
    ssl.limit(context, AUTHORITIES_MOST);
    ssl.pass(context, SET_MESSAGE_DATA, 0, data);
    return CURLE_OK;
}
