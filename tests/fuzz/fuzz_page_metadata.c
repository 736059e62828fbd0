/* What a page says of itself, without its text: every field is clean, of one line and capped,
 * addresses are the site's own, times plausible, what won was said, and twice gives the same. Names
 * and titles are tried on the bare bytes, too. */
#include "page/collect.h"

#include "base/utf8.h"
#include "page/find_date.h"
#include "url/url.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY = 64 * 1024 * 1024, NAMES_BYTES = 400 };

static void must(bool holds) {
    if (!holds)
        abort();
}

static bool same(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* A reading and all it needs. */
struct reading {
    struct arena arena, scratch;
    struct buf text;
    struct page_blocks blocks;
    struct page page;
    enum status status;
};

static void read_page(struct reading *reading, struct str bytes, struct str url) {
    arena_init(&reading->arena, MEMORY);
    arena_init(&reading->scratch, MEMORY);
    buf_init(&reading->text, MEMORY);
    reading->page = (struct page){.url = url, .published = TIME_NONE, .modified = TIME_NONE};
    struct page_collector collector = {.arena = &reading->arena,
                                       .scratch = &reading->scratch,
                                       .base = url,
                                       .page = &reading->page};
    reading->status =
        page_prepare(&collector, bytes, STR_NONE, &reading->text, &reading->blocks, NULL);
}

static void release(struct reading *reading) {
    page_blocks_release(&reading->blocks);
    buf_release(&reading->text);
    arena_release(&reading->scratch);
    arena_release(&reading->arena);
}

static void check_line(struct str text, size_t most) {
    must(text.n <= most);
    must(text.n == 0 || utf8_valid(text, NULL));
    for (size_t i = 0; i < text.n; i++)
        must((unsigned char)text.p[i] >= ' ' && text.p[i] != 0x7F);
}

static void check_address(struct arena *arena, struct str address, struct str url) {
    if (str_absent(address))
        return;
    must(address.n <= URL_BYTES_MOST);
    must(str_starts(address, STR("https://")) || str_starts(address, STR("http://")));
    must(str_absent(url) || same(url_domain(arena, address), url_domain(arena, url)));
}

static void check_time(int64_t time) {
    must(time == TIME_NONE || (time >= time_from_civil((struct civil){1990, 1, 1, 0, 0, 0}) &&
                               time < time_from_civil((struct civil){2100, 1, 1, 0, 0, 0})));
}

static void check_fields(struct reading *reading, struct str url) {
    const struct page *page = &reading->page;
    check_line(page->title, 1000);
    check_line(page->byline, 300);
    check_line(page->language, 35);
    check_line(page->site_name, 300);
    check_line(page->excerpt, 2000);
    check_line(page->type, 20);
    check_address(&reading->scratch, page->canonical_url, url);
    check_address(&reading->scratch, page->amp_url, url);
    check_address(&reading->scratch, page->image_url, STR_NONE);
    check_time(page->published);
    check_time(page->modified);
    must(page->image_width >= 0 && page->image_width < 100000);
    must(page->image_height >= 0 && page->image_height < 100000);
}

/* Best first for each field; who won is where the field says it is from. */
static void check_evidence(const struct page *page) {
    const struct page_candidate *last = NULL;
    for (size_t i = 0; i < page->candidate_count; i++) {
        const struct page_candidate *candidate = &page->candidates[i];
        check_line(candidate->value, 300);
        must(candidate->from != NULL && candidate->weight >= 1 && candidate->weight <= 100);
        must(last == NULL || candidate->field > last->field ||
             (candidate->field == last->field && candidate->weight <= last->weight));
        must(!candidate->won || page->from[candidate->field] != NULL);
        last = candidate;
    }
}

static void check_twin(const struct page *page, const struct page *twin) {
    must(same(page->title, twin->title) && same(page->byline, twin->byline));
    must(same(page->canonical_url, twin->canonical_url) && same(page->amp_url, twin->amp_url));
    must(same(page->image_url, twin->image_url) && same(page->excerpt, twin->excerpt));
    must(same(page->language, twin->language) && same(page->site_name, twin->site_name));
    must(page->published == twin->published && page->modified == twin->modified);
    must(page->paywalled == twin->paywalled && page->candidate_count == twin->candidate_count);
}

static void check_page(struct str bytes, struct str url) {
    struct reading one, two;
    read_page(&one, bytes, url);
    read_page(&two, bytes, url);
    must(one.status == two.status);
    if (one.status == STATUS_OK) {
        check_fields(&one, url);
        check_evidence(&one.page);
        check_twin(&one.page, &two.page);
    }
    release(&one);
    release(&two);
}

static bool lies_within(struct str part, struct str whole) {
    return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void check_names(struct str text) {
    struct arena arena;
    struct str date, names, title;
    arena_init(&arena, MEMORY);
    text = str_take(text, NAMES_BYTES);
    names = page_names(&arena, text);
    must(names.n <= 300 && (names.n == 0 || utf8_valid(names, NULL)));
    title = page_title_without_site(text, STR("Harbour Gazette"), STR("gazette.example.org"));
    must(lies_within(title, text) && (title.n > 0 || text.n == 0));
    if (page_find_date(text, &date))
        must(lies_within(date, text) && date.n >= 6);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str bytes = str_of((const char *)data, size);
    check_page(bytes, size % 4 == 0 ? STR_NONE : STR("https://news.example.org/2024/05/17/a"));
    check_names(bytes);
    return 0;
}
