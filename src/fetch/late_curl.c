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

void curl_easy_reset(CURL *curl) {
    real.easy_reset(curl);
}

void curl_easy_cleanup(CURL *curl) {
    real.easy_cleanup(curl);
}

/* What the one argument behind an option is, the option's number says (curl.h, CURLOPTTYPE_). */
struct argument {
    bool small, large; /* a long, a curl_off_t; else a pointer */
    long number;
    curl_off_t offset;
    void *pointer;
};

static struct argument take_argument(long option, va_list *arguments) {
    struct argument argument = {
        .small = option < CURLOPTTYPE_OBJECTPOINT,
        .large = option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB,
    };
    if (argument.small)
        argument.number = va_arg(*arguments, long);
    else if (argument.large)
        argument.offset = va_arg(*arguments, curl_off_t);
    else
        argument.pointer = va_arg(*arguments, void *);
    return argument;
}

CURLcode curl_easy_setopt(CURL *curl, CURLoption option, ...) {
    va_list arguments;
    va_start(arguments, option);
    struct argument argument = take_argument((long)option, &arguments);
    va_end(arguments);
    if (argument.small)
        return real.easy_setopt(curl, option, argument.number);
    return argument.large ? real.easy_setopt(curl, option, argument.offset)
                          : real.easy_setopt(curl, option, argument.pointer);
}

CURLcode curl_easy_getinfo(CURL *curl, CURLINFO info, ...) {
    va_list arguments;
    va_start(arguments, info);
    CURLcode code = real.easy_getinfo(curl, info, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLM *curl_multi_init(void) {
    return real.multi_init();
}

CURLMcode curl_multi_cleanup(CURLM *multi) {
    return real.multi_cleanup(multi);
}

CURLMcode curl_multi_setopt(CURLM *multi_handle, CURLMoption option, ...) {
    va_list arguments;
    va_start(arguments, option);
    struct argument argument = take_argument((long)option, &arguments);
    va_end(arguments);
    if (argument.small)
        return real.multi_setopt(multi_handle, option, argument.number);
    return argument.large ? real.multi_setopt(multi_handle, option, argument.offset)
                          : real.multi_setopt(multi_handle, option, argument.pointer);
}

CURLMcode curl_multi_add_handle(CURLM *multi_handle, CURL *curl_handle) {
    return real.multi_add_handle(multi_handle, curl_handle);
}

CURLMcode curl_multi_remove_handle(CURLM *multi_handle, CURL *curl_handle) {
    return real.multi_remove_handle(multi_handle, curl_handle);
}

CURLMcode curl_multi_perform(CURLM *multi, int *running) {
    return real.multi_perform(multi, running);
}

CURLMcode curl_multi_poll(CURLM *multi_handle, struct curl_waitfd extra_fds[],
                          unsigned int extra_nfds, int timeout_ms, int *ret) {
    return real.multi_poll(multi_handle, extra_fds, extra_nfds, timeout_ms, ret);
}

CURLMsg *curl_multi_info_read(CURLM *multi_handle, int *msgs_in_queue) {
    return real.multi_info_read(multi_handle, msgs_in_queue);
}

const char *curl_multi_strerror(CURLMcode code) {
    return real.multi_strerror(code);
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *data) {
    return real.slist_append(list, data);
}

void curl_slist_free_all(struct curl_slist *list) {
    if (list != NULL) /* there is one only after curl_global_init */
        real.slist_free_all(list);
}
