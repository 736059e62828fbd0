/* The pages of new articles. */
#include "gather/sweep.h"

static enum status ask(struct sweep *sweep, struct visit *visit, struct batch_item *item,
                       enum fetch_kind kind, struct error *error) {
    struct errand *errand = arena_new(&sweep->arena, struct errand);
    if (errand == NULL)
        return arena_status(&sweep->arena, error);
    *errand = (struct errand){.visit = visit, .item = item};
    const struct fetch_request request = {
        .url = item->observation.link, .kind = kind, .data = errand};
    enum status status = fetch_add(sweep->fetcher, &request, error);
    visit->pages_left += status == STATUS_OK;
    return status;
}

static bool wants_page(const struct sweep *sweep, const struct observation *observation) {
    enum edition_pages pages = sweep->gatherer->edition->fetch.pages;
    return pages == PAGES_ALL || (pages == PAGES_MISSING && observation_wants_page(observation));
}

/* Asks for the pages of what is new, where the edition wants them; where a text came without one,
 * what its site states of it. */
enum status sweep_ask_pages(struct sweep *sweep, struct visit *visit, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < visit->batch.count; i++) {
        struct batch_item *item = &visit->batch.items[i];
        if (str_empty(item->observation.link))
            continue;
        if (i < visit->newest && wants_page(sweep, &item->observation))
            status = ask(sweep, visit, item, FETCH_PAGE, error);
        else if (!str_empty(item->observation.text))
            status = ask(sweep, visit, item, FETCH_STATED, error);
    }
    return status;
}

void sweep_take_stated(struct sweep *sweep, struct errand *errand,
                       const struct fetch_response *response) {
    static const struct page no_page;
    struct arena *arena = &errand->visit->batch.arena;
    struct error error;
    errand->visit->pages_left--;
    gather_rights(sweep->gatherer, arena, &no_page, response->stated, &errand->item->observation);
    sweep_fail(sweep, arena_status(arena, &error), &error);
}

static struct reading *begin_reading(struct sweep *sweep, struct errand *errand) {
    if (errand->reading != NULL)
        return errand->reading;
    errand->reading = arena_new(&sweep->arena, struct reading);
    if (errand->reading == NULL)
        return NULL;
    reading_init(errand->reading);
    errand->reading->before = sweep->readings;
    sweep->readings = errand->reading;
    return errand->reading;
}

/* Reads a page that came; *more says that the next one of its article was asked for. */
static enum status read_page(struct sweep *sweep, struct errand *errand,
                             const struct fetch_response *response, bool *more,
                             struct error *error) {
    struct reading *reading = begin_reading(sweep, errand);
    struct str next;
    if (reading == NULL)
        return arena_status(&sweep->arena, error);
    enum status status = reading_add(reading, response, &next, error);
    if (status != STATUS_OK || str_absent(next))
        return status;
    const struct fetch_request request = {.url = next, .kind = FETCH_PAGE, .data = errand};
    status = fetch_add(sweep->fetcher, &request, error);
    *more = status == STATUS_OK;
    return status;
}

/* What the pages say goes to the article. */
static enum status end_reading(struct sweep *sweep, struct errand *errand, struct error *error) {
    struct reading *reading = errand->reading;
    struct arena *arena = &errand->visit->batch.arena;
    struct observation observation = errand->item->observation;
    struct page whole;
    enum status status = reading_join(reading, &whole, error);
    if (status == STATUS_OK)
        status = observation_add_page(&reading->arena, &whole, &observation, error);
    if (status != STATUS_OK)
        return status;
    reading_rights(sweep->gatherer, reading, &observation);
    status = gather_language(sweep->gatherer, arena, &observation, error);
    if (status != STATUS_OK)
        return status;
    observation.emptied = str_empty(whole.text) && str_empty(observation.text);
    batch_copy_observation(arena, &observation, &errand->item->observation);
    return arena_status(arena, error);
}

/* A page that could not be had leaves the article with what its feed, and the pages before, said.
 */
void sweep_take_page(struct sweep *sweep, struct errand *errand,
                     const struct fetch_response *response) {
    struct error error = {0};
    enum status status = STATUS_INVALID;
    bool more = false;
    if (response->class == FETCH_OK && !str_empty(response->body))
        status = read_page(sweep, errand, response, &more, &error);
    else
        log_write(sweep->gatherer->log, LOG_DEBUG, "page not read", LOG_STR("url", response->url),
                  LOG_STR("why", response->message));
    /* Of a known article this means that it was taken back; a new one may be late. */
    if (errand->reading == NULL && (response->status == 404 || response->status == 410))
        errand->item->observation.gone = true;
    if (more)
        return;
    errand->visit->pages_left--;
    bool ours = status != STATUS_OK && status != STATUS_INVALID && status != STATUS_LIMIT;
    bool nothing = errand->reading == NULL || errand->reading->count == 0;
    if (!ours && !nothing)
        status = end_reading(sweep, errand, &error);
    else if (!ours && !str_empty(errand->item->observation.text))
        status = ask(sweep, errand->visit, errand->item, FETCH_STATED, &error);
    if (errand->reading != NULL)
        reading_release(errand->reading);
    if (status != STATUS_INVALID && status != STATUS_LIMIT)
        sweep_fail(sweep, status, &error);
}
