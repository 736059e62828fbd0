/* One article by its address, with all its pages. */
#include "gather/reading.h"

struct single {
    struct fetcher *fetcher;
    struct reading reading;
    enum status status;
    struct error error;
};

static void answered(const struct fetch_response *response, void *context) {
    struct single *single = context;
    struct str next = STR_NONE;
    enum status status = STATUS_OK;
    struct error error;
    if (response->class != FETCH_OK || str_empty(response->body))
        status = error_set(&error, STATUS_UNAVAILABLE, "%.*s: %.*s (%s)", STR_ARG(response->url),
                           STR_ARG(response->message), fetch_class_word(response->class));
    else
        status = reading_add(&single->reading, response, &next, &error);
    if (status == STATUS_OK && !str_absent(next)) {
        const struct fetch_request request = {.url = next, .kind = FETCH_PAGE};
        status = fetch_add(single->fetcher, &request, &error);
    }
    /* A further page that cannot be had takes nothing from those before it. */
    if (status != STATUS_OK && single->reading.count == 0) {
        single->status = status;
        single->error = error;
    }
}

static enum status take(struct gatherer *gatherer, struct reading *reading, struct facts *facts,
                        struct error *error) {
    struct observation observation;
    struct page whole;
    enum status status = reading_join(reading, &whole, error);
    if (status == STATUS_OK)
        status = observation_from_page(&reading->arena, &whole, &observation, error);
    if (status != STATUS_OK)
        return status;
    reading_rights(gatherer, reading, &observation);
    status = gather_language(gatherer, &reading->arena, &observation, error);
    if (status != STATUS_OK)
        return status;
    return facts_add_observed(facts, &observation, gatherer->now, error);
}

enum status gather_page(struct gatherer *gatherer, struct str url, struct facts *facts,
                        struct error *error) {
    struct single single = {0};
    const struct fetch_request request = {.url = url, .kind = FETCH_PAGE};
    reading_init(&single.reading);
    enum status status = gather_open_fetcher(gatherer, &single.fetcher, error);
    if (status == STATUS_OK)
        status = fetch_add(single.fetcher, &request, error);
    if (status == STATUS_OK)
        status = fetch_run(single.fetcher, answered, &single, error);
    fetch_close(single.fetcher);
    if (status == STATUS_OK && single.status != STATUS_OK) {
        status = single.status;
        if (error != NULL)
            *error = single.error;
    }
    if (status == STATUS_OK)
        status = take(gatherer, &single.reading, facts, error);
    reading_release(&single.reading);
    return status;
}
