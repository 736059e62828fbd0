/* Hears TLS's goodbye: libcurl takes any end of a connection for one (attacks.md D05). */
#include "fetch/fetch_inside.h"

/* openssl/ssl.h cannot be included: below it a parameter is called as a function that base/banned.h
 * forbids. These are its words for what is needed (SSL_CTX_set_msg_callback(3)). */
struct ssl_st;
struct ssl_ctx_st;
typedef void on_message(int sent, int version, int type, const void *bytes, size_t n,
                        struct ssl_st *ssl, void *data);
void SSL_CTX_set_msg_callback(struct ssl_ctx_st *context, on_message *callback);
long SSL_CTX_ctrl(struct ssl_ctx_st *context, int command, long number, void *pointer);
enum { SET_MESSAGE_DATA = 16, ALERT = 21, CLOSE_NOTIFY = 0 };

static void on_tls(int sent, int version, int type, const void *bytes, size_t n, struct ssl_st *ssl,
                   void *data) {
    struct fetch_job *job = data;
    (void)version;
    (void)ssl;
    if (!sent && type == ALERT && n >= 2 && ((const unsigned char *)bytes)[1] == CLOSE_NOTIFY)
        job->goodbye = true;
}

CURLcode fetch_on_tls(CURL *easy, void *context, void *data) {
    (void)easy;
    SSL_CTX_set_msg_callback(context, on_tls);
    SSL_CTX_ctrl(context, SET_MESSAGE_DATA, 0, data);
    return CURLE_OK;
}
