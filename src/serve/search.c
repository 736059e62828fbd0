/* The search page: "/search?q=…&topic=…&provider=…&sort=newest&cursor=…". */
#include "serve/inquiry.h"

#include <microhttpd.h>

enum { RESULTS = 20 };

static struct search_request request_of(const struct serve_parameters *parameters) {
    return (struct search_request){
        .line = str_first_of(serve_parameter(parameters, "q"), STR("")),
        .topic = serve_parameter(parameters, "topic"),
        .provider = serve_parameter(parameters, "provider"),
        .cursor = serve_parameter(parameters, "cursor"),
        .newest = str_eq(serve_parameter(parameters, "sort"), STR("newest")),
        .from = TIME_NONE,
        .to = TIME_NONE,
        .public_only = true,
        .most = RESULTS,
        .patience_ms = SERVE_INQUIRY_PATIENCE_MS,
    };
}

enum status serve_search_page(struct serve_counter *counter, struct serve_inquiry *inquiry,
                              struct error *error) {
    const struct search_request request = request_of(&inquiry->parameters);
    struct search_results results;
    struct live_search search = {.request = &request};
    struct error why = {0};
    bool asked = request.line.n + request.topic.n + request.provider.n > 0;
    enum status status = STATUS_OK;
    inquiry->code = MHD_HTTP_OK;
    inquiry->type = "text/html; charset=utf-8";
    if (asked) {
        status = search_run(counter->store, live_edition(counter->live), &counter->arena, &request,
                            &results, &why);
        search.results = status == STATUS_OK ? &results : NULL;
    }
    if (serve_is_askers(status, &why)) {
        inquiry->code =
            status == STATUS_TIMEOUT ? MHD_HTTP_SERVICE_UNAVAILABLE : MHD_HTTP_BAD_REQUEST;
        search.problem = str_from(why.message);
        status = STATUS_OK;
    }
    if (status != STATUS_OK) {
        if (error != NULL)
            *error = why;
        return status;
    }
    return live_search_page(counter->live, counter->store, &counter->arena, &search, &inquiry->body,
                            error);
}
