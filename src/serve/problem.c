/* Errors of the API (RFC 9457, Problem Details for HTTP APIs). */
#include "serve/inquiry.h"

#include <microhttpd.h>

/* The same kinds of trouble of a database's have its file. */
bool serve_is_askers(enum status status, const struct error *error) {
    return (status == STATUS_INVALID || status == STATUS_LIMIT || status == STATUS_TIMEOUT) &&
           error->file[0] == '\0';
}

static const char *title_of(unsigned int code) {
    switch (code) {
    case MHD_HTTP_BAD_REQUEST:
        return "Bad Request";
    case MHD_HTTP_NOT_FOUND:
        return "Not Found";
    case MHD_HTTP_TOO_MANY_REQUESTS:
        return "Too Many Requests";
    default:
        return "Service Unavailable";
    }
}

void serve_problem(struct serve_inquiry *inquiry, unsigned int code, struct str detail) {
    struct json json;
    inquiry->code = code;
    inquiry->type = "application/problem+json";
    buf_clear(&inquiry->body);
    json_init(&json, &inquiry->body, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "type", STR("about:blank"));
    json_field_str(&json, "title", str_from(title_of(code)));
    json_field_int(&json, "status", code);
    json_field_text(&json, "detail", detail);
    json_end_object(&json);
}
