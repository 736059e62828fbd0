#include "serve/metrics.h"

static const char *const kinds[] = {
    [SERVE_KIND_FILE] = "file",         [SERVE_KIND_CLICK] = "click",
    [SERVE_KIND_REDIRECT] = "redirect", [SERVE_KIND_SEARCH] = "search",
    [SERVE_KIND_API] = "api",           [SERVE_KIND_HUB] = "hub",
    [SERVE_KIND_LETTERS] = "letters",   [SERVE_KIND_PROBE] = "probe",
};
static const char *const clicks[] = {
    [SERVE_CLICK_COUNTED] = "counted",
    [SERVE_CLICK_IGNORED] = "ignored",
    [SERVE_CLICK_DROPPED] = "dropped",
};

void serve_metrics_made(struct serve_request *request, unsigned int code, uint64_t bytes) {
    enum { NOT_MODIFIED = 304 };
    if (request == NULL)
        return;
    request->code = code;
    request->bytes = request->bodiless || code == NOT_MODIFIED ? 0 : bytes;
}

void serve_metrics_count(struct serve_metrics *metrics, struct serve_request *request) {
    if (request == NULL)
        return;
    unsigned int class = request->code / 100;
    if (class >= 1 && class <= SERVE_CLASSES) {
        metrics->answers[request->kind][class - 1]++;
        metrics->bytes += request->bytes;
    }
    *request = (struct serve_request){0};
}

/* Every series is there from the beginning, so that a rate is known from its first event. */
void serve_metrics_write(const struct serve_metrics *metrics, size_t connections, struct buf *out) {
    buf_add_cstr(out, "# HELP broadsheet_http_requests_total Requests that were answered.\n"
                      "# TYPE broadsheet_http_requests_total counter\n");
    for (size_t kind = 0; kind < SERVE_KINDS; kind++)
        for (unsigned int class = 1; class < SERVE_CLASSES; class ++)
            buf_printf(out, "broadsheet_http_requests_total{kind=\"%s\",status=\"%uxx\"} %llu\n",
                       kinds[kind], class + 1, (unsigned long long)metrics->answers[kind][class]);
    buf_printf(out,
               "# HELP broadsheet_http_body_bytes_total Bytes of the bodies of answers.\n"
               "# TYPE broadsheet_http_body_bytes_total counter\n"
               "broadsheet_http_body_bytes_total %llu\n"
               "# HELP broadsheet_http_connections Connections that are open.\n"
               "# TYPE broadsheet_http_connections gauge\n"
               "broadsheet_http_connections %zu\n",
               (unsigned long long)metrics->bytes, connections);
    buf_add_cstr(out, "# HELP broadsheet_clicks_total Clicks, by what became of them.\n"
                      "# TYPE broadsheet_clicks_total counter\n");
    for (size_t i = 0; i < SERVE_CLICKS; i++)
        buf_printf(out, "broadsheet_clicks_total{result=\"%s\"} %llu\n", clicks[i],
                   (unsigned long long)metrics->clicks[i]);
}
