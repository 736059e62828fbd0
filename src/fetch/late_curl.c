/* libcurl, loaded by the first fetcher (base/late.h). The one thing in the room that is kept
 * between calls without an owner: where libcurl's functions lie, written once. */
#include "base/late.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdarg.h>

/* The typed macros of libcurl's header would stand in the way of the functions' names. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define FUNCTIONS(X)                                                                               \
    X(global_init)                                                                                 \
    X(global_cleanup)                                                                              \
    X(easy_init)                                                                                   \
    X(easy_reset)                                                                                  \
    X(easy_cleanup)                                                                                \
    X(easy_setopt)                                                                                 \
    X(easy_getinfo)                                                                                \
    X(multi_init)                                                                                  \
    X(multi_cleanup)                                                                               \
    X(multi_setopt)                                                                                \
    X(multi_add_handle)                                                                            \
    X(multi_remove_handle)                                                                         \
    X(multi_perform)                                                                               \
    X(multi_poll)                                                                                  \
    X(multi_info_read)                                                                             \
    X(multi_strerror)                                                                              \
    X(slist_append)                                                                                \
    X(slist_free_all)

static struct {
    bool loaded;
#define X(name) __typeof__(curl_##name) *name;
    FUNCTIONS(X)
#undef X
} real;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    static const struct late_symbol symbols[] = {
#define X(name) {"curl_" #name, &real.name},
        FUNCTIONS(X)
#undef X
    };
    real.loaded = late_load("libcurl.so.4", symbols, sizeof symbols / sizeof symbols[0]);
}

/* Who calls anything else has called this first, and been told. */
CURLcode curl_global_init(long flags) {
    pthread_once(&once, load);
    return real.loaded ? real.global_init(flags) : CURLE_FAILED_INIT;
}

void curl_global_cleanup(void) {
    real.global_cleanup();
}

CURL *curl_easy_init(void) {
    return real.easy_init();
}

void curl_easy_reset(CURL *easy) {
    real.easy_reset(easy);
}

void curl_easy_cleanup(CURL *easy) {
    real.easy_cleanup(easy);
}

/* What the one argument behind an option is, the option's number says (curl.h, CURLOPTTYPE_). */
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...) {
    va_list arguments;
    CURLcode code;
    va_start(arguments, option);
    if ((long)option < CURLOPTTYPE_OBJECTPOINT)
        code = real.easy_setopt(easy, option, va_arg(arguments, long));
    else if ((long)option >= CURLOPTTYPE_OFF_T && (long)option < CURLOPTTYPE_BLOB)
        code = real.easy_setopt(easy, option, va_arg(arguments, curl_off_t));
    else
        code = real.easy_setopt(easy, option, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...) {
    va_list arguments;
    va_start(arguments, info);
    CURLcode code = real.easy_getinfo(easy, info, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLM *curl_multi_init(void) {
    return real.multi_init();
}

CURLMcode curl_multi_cleanup(CURLM *multi) {
    return real.multi_cleanup(multi);
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...) {
    va_list arguments;
    CURLMcode code;
    va_start(arguments, option);
    if ((long)option < CURLOPTTYPE_OBJECTPOINT)
        code = real.multi_setopt(multi, option, va_arg(arguments, long));
    else if ((long)option >= CURLOPTTYPE_OFF_T)
        code = real.multi_setopt(multi, option, va_arg(arguments, curl_off_t));
    else
        code = real.multi_setopt(multi, option, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy) {
    return real.multi_add_handle(multi, easy);
}

CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy) {
    return real.multi_remove_handle(multi, easy);
}

CURLMcode curl_multi_perform(CURLM *multi, int *running) {
    return real.multi_perform(multi, running);
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd fds[], unsigned int count,
                          int timeout_ms, int *ready) {
    return real.multi_poll(multi, fds, count, timeout_ms, ready);
}

CURLMsg *curl_multi_info_read(CURLM *multi, int *left) {
    return real.multi_info_read(multi, left);
}

const char *curl_multi_strerror(CURLMcode code) {
    return real.multi_strerror(code);
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
    return real.slist_append(list, text);
}

void curl_slist_free_all(struct curl_slist *list) {
    real.slist_free_all(list);
}
