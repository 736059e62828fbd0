#include "gather/reading.h"

enum { READING_MEMORY = 256 * 1024 * 1024 };

void reading_init(struct reading *reading) {
    *reading = (struct reading){0};
    arena_init(&reading->arena, READING_MEMORY);
}

void reading_release(struct reading *reading) {
    arena_release(&reading->arena);
    reading->count = 0;
}

/* Whether an address is that of a page that was read. */
static bool is_read(const struct reading *reading, struct str url) {
    for (size_t i = 0; i < reading->count; i++)
        if (str_eq(reading->pages[i].url, url))
            return true;
    return false;
}

enum status reading_add(struct reading *reading, const struct fetch_response *response,
                        struct str *next, struct error *error) {
    struct page *page = &reading->pages[reading->count];
    *next = STR_NONE;
    if (reading->count == PAGE_JOIN_MOST)
        return error_set(error, STATUS_LIMIT, "an article of more than %d pages", PAGE_JOIN_MOST);
    struct str url = arena_copy(&reading->arena, response->final_url);
    enum status status =
        page_extract(&reading->arena, response->body, url, response->content_type, page, error);
    if (status != STATUS_OK)
        return status;
    reading->stated[reading->count++] = arena_copy(&reading->arena, response->stated);
    if (page->next_url.n > 0 && reading->count < PAGE_JOIN_MOST &&
        !is_read(reading, page->next_url))
        *next = page->next_url;
    return arena_status(&reading->arena, error);
}

enum status reading_join(struct reading *reading, struct page *whole, struct error *error) {
    *whole = reading->pages[0];
    return reading->count > 1
               ? page_join(&reading->arena, reading->pages, reading->count, whole, error)
               : STATUS_OK;
}

void reading_rights(const struct gatherer *gatherer, struct reading *reading,
                    struct observation *observation) {
    for (size_t i = 0; i < reading->count; i++)
        gather_rights(gatherer, &reading->arena, &reading->pages[i], reading->stated[i],
                      observation);
}
