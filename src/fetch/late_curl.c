/* libcurl, loaded by the first fetcher (base/late.h). */
#include "base/late.h"

#include <curl/curl.h>
#include <stdarg.h>

/* The typed macros of libcurl's header would stand in the way of the functions' names. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define PLAIN(F)                                                                                   \
    F(CURLcode, curl_global_init, (long flags), (flags), CURLE_FAILED_INIT)                        \
    F(void, curl_global_cleanup, (void), (), (void)0)                                              \
    F(CURL *, curl_easy_init, (void), (), NULL)                                                    \
    F(void, curl_easy_reset, (CURL * curl), (curl), (void)0)                                       \
    F(CURLcode, curl_easy_perform, (CURL * curl), (curl), CURLE_FAILED_INIT)                       \
    F(void, curl_easy_cleanup, (CURL * curl), (curl), (void)0)                                     \
    F(CURLM *, curl_multi_init, (void), (), NULL)                                                  \
    F(CURLMcode, curl_multi_cleanup, (CURLM * multi), (multi), CURLM_INTERNAL_ERROR)               \
    F(CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL * curl), (multi, curl),               \
      CURLM_INTERNAL_ERROR)                                                                        \
    F(CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL * curl), (multi, curl),            \
      CURLM_INTERNAL_ERROR)                                                                        \
    F(CURLMcode, curl_multi_perform, (CURLM * multi, int *running), (multi, running),              \
      CURLM_INTERNAL_ERROR)                                                                        \
    F(CURLMcode, curl_multi_poll,                                                                  \
      (CURLM * multi, struct curl_waitfd extra_fds[], unsigned extra_nfds, int timeout_ms,         \
       int *ret),                                                                                  \
      (multi, extra_fds, extra_nfds, timeout_ms, ret), CURLM_INTERNAL_ERROR)                       \
    F(CURLMsg *, curl_multi_info_read, (CURLM * multi, int *msgs_in_queue),                        \
      (multi, msgs_in_queue), NULL)                                                                \
    F(const char *, curl_multi_strerror, (CURLMcode code), (code), "libcurl is missing")           \
    F(struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *data),        \
      (list, data), NULL)                                                                          \
    F(void, curl_slist_free_all, (struct curl_slist * list), (list), (void)0)

#define FUNCTIONS(F)                                                                               \
    PLAIN(F)                                                                                       \
    LATE_BY_HAND(F, curl_easy_setopt)                                                              \
    LATE_BY_HAND(F, curl_easy_getinfo)                                                             \
    LATE_BY_HAND(F, curl_multi_setopt)

LATE_LIBRARY(SONAME_CURL, FUNCTIONS)
PLAIN(LATE_FUNCTION)

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

/* There is a handle, so the library is there. */
CURLcode curl_easy_setopt(CURL *curl, CURLoption option, ...) {
    va_list arguments;
    va_start(arguments, option);
    struct argument argument = take_argument((long)option, &arguments);
    va_end(arguments);
    if (argument.small)
        return late.curl_easy_setopt(curl, option, argument.number);
    return argument.large ? late.curl_easy_setopt(curl, option, argument.offset)
                          : late.curl_easy_setopt(curl, option, argument.pointer);
}

CURLcode curl_easy_getinfo(CURL *curl, CURLINFO info, ...) {
    va_list arguments;
    va_start(arguments, info);
    CURLcode code = late.curl_easy_getinfo(curl, info, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLMcode curl_multi_setopt(CURLM *multi_handle, CURLMoption option, ...) {
    va_list arguments;
    va_start(arguments, option);
    struct argument argument = take_argument((long)option, &arguments);
    va_end(arguments);
    if (argument.small)
        return late.curl_multi_setopt(multi_handle, option, argument.number);
    return argument.large ? late.curl_multi_setopt(multi_handle, option, argument.offset)
                          : late.curl_multi_setopt(multi_handle, option, argument.pointer);
}
