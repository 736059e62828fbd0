#include "cli/pipe.h"

#include "page/page.h"

enum { ARENA_MOST = 64 * 1024 * 1024 };

struct request {
    struct buf *holder;
    bool why;
};

static void write_image(struct json *out, const struct page *page) {
    if (str_empty(page->image_url))
        return;
    json_key(out, "image");
    json_begin_object(out);
    json_field_str(out, "url", page->image_url);
    if (page->image_width > 0)
        json_field_int(out, "width", page->image_width);
    if (page->image_height > 0)
        json_field_int(out, "height", page->image_height);
    json_end_object(out);
}

static void write_candidates(struct json *out, const struct page *page, enum page_field field) {
    json_key(out, page_field_name(field));
    json_begin_array(out);
    for (size_t i = 0; i < page->candidate_count; i++) {
        const struct page_candidate *candidate = &page->candidates[i];
        if (candidate->field != field)
            continue;
        json_begin_object(out);
        json_field_str(out, "from", str_from(candidate->from));
        json_field_int(out, "weight", candidate->weight);
        json_field_str(out, "value", candidate->value);
        if (candidate->won)
            json_field_bool(out, "won", true);
        if (candidate->refused != NULL)
            json_field_str(out, "refused", str_from(candidate->refused));
        json_end_object(out);
    }
    json_end_array(out);
}

/* For each field all that was said, best first; of what is not chosen among sayings, how. */
static void write_why(struct json *out, const struct page *page) {
    bool said[PAGE_FIELDS] = {false};
    json_begin_object(out);
    for (size_t i = 0; i < page->candidate_count; i++)
        said[page->candidates[i].field] = true;
    for (int field = 0; field < PAGE_FIELDS; field++)
        if (said[field])
            write_candidates(out, page, (enum page_field)field);
        else if (page->from[field] != NULL)
            json_field_str(out, page_field_name((enum page_field)field),
                           str_from(page->from[field]));
    json_end_object(out);
}

static void write_page(struct json *out, const struct page *page, bool why) {
    json_field_text(out, "url", page->url);
    json_field_text(out, "canonicalUrl", page->canonical_url);
    json_field_text(out, "ampUrl", page->amp_url);
    json_field_text(out, "nextUrl", page->next_url);
    json_field_text(out, "title", page->title);
    json_field_text(out, "byline", page->byline);
    json_field_time(out, "published", page->published);
    json_field_time(out, "modified", page->modified);
    json_field_text(out, "language", page->language);
    json_field_text(out, "siteName", page->site_name);
    json_field_text(out, "excerpt", page->excerpt);
    json_field_text(out, "type", page->type);
    write_image(out, page);
    json_field_text(out, "text", page->text);
    json_field_text(out, "html", page->html);
    json_field_int(out, "words", (int64_t)page->words);
    json_field_bool(out, "paywalled", page->paywalled);
    if (!why)
        return;
    json_key(out, "why");
    write_why(out, page);
}

static enum status extract(struct str document, struct str url, struct str content_type, bool why,
                           struct json *out, struct error *error) {
    struct arena arena;
    struct page page;
    arena_init(&arena, ARENA_MOST);
    enum status status = page_extract(&arena, document, url, content_type, &page, error);
    if (status == STATUS_OK)
        write_page(out, &page, why);
    arena_release(&arena);
    return status;
}

/* The files are the pages of one article, in order. */
static enum status extract_joined(struct invocation *invocation, const struct request *request,
                                  size_t count, struct json *out) {
    struct arena arena;
    struct page pages[PAGE_JOIN_MOST], whole;
    enum status status = STATUS_OK;
    arena_init(&arena, PAGE_JOIN_MOST * ARENA_MOST);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        buf_clear(request->holder);
        status = cli_read(invocation, invocation->arguments[i], PAGE_BYTES_MOST, request->holder);
        if (status == STATUS_OK)
            status = page_extract(&arena, buf_str(request->holder),
                                  i == 0 ? option_value(invocation, "url") : STR_NONE, STR_NONE,
                                  &pages[i], &invocation->error);
    }
    if (status == STATUS_OK)
        status = page_join(&arena, pages, count, &whole, &invocation->error);
    if (status == STATUS_OK)
        write_page(out, &whole, request->why);
    arena_release(&arena);
    return status;
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    const struct request *request = state;
    struct str document;
    enum status status =
        pipe_document(line, "html", PAGE_BYTES_MOST, request->holder, &document, error);
    if (status != STATUS_OK)
        return status;
    const struct json_value *headers = json_get_object(line, "headers");
    struct str type =
        str_first_of(json_get_str(headers, "Content-Type"), json_get_str(headers, "content-type"));
    return extract(document, json_get_str(line, "url"), type, request->why, out, error);
}

static enum status run_one(struct invocation *invocation, const struct request *request) {
    enum status status = STATUS_OK;
    size_t count = invocation->argument_count;
    bool join = option_given(invocation, "join");
    if (!join && count > 1)
        return error_set(&invocation->error, STATUS_USAGE, "one FILE, or several with --join");
    if (count > PAGE_JOIN_MOST || (join && count == 0))
        return error_set(&invocation->error, STATUS_USAGE, "--join takes 1 to %d files",
                         PAGE_JOIN_MOST);
    if (!join)
        status =
            cli_read(invocation, argument_or_dash(invocation, 0), PAGE_BYTES_MOST, request->holder);
    if (status != STATUS_OK)
        return status;
    struct json out;
    json_init(&out, &invocation->out, JSON_COMPACT);
    json_begin_object(&out);
    status = join ? extract_joined(invocation, request, count, &out)
                  : extract(buf_str(request->holder), option_value(invocation, "url"), STR_NONE,
                            request->why, &out, &invocation->error);
    if (status != STATUS_OK) {
        buf_clear(&invocation->out);
        return status;
    }
    json_end_object(&out);
    buf_add_byte(&invocation->out, '\n');
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct buf holder;
    struct request request = {.holder = &holder, .why = option_given(invocation, "why")};
    buf_init(&holder, 2 * PAGE_BYTES_MOST);
    enum status status = option_given(invocation, "jsonl")
                             ? pipe_jsonl(invocation, answer, &request)
                             : run_one(invocation, &request);
    buf_release(&holder);
    return status;
}

const struct command command_page_extract = {
    .name = "page extract",
    .arguments = "[FILE...]",
    .summary = "read what a page says about its article, and its main text",
    .help = "Reads an HTML page from FILE or standard input and prints one JSON object: addresses, "
            "title, byline, dates, picture, the main text and its sanitised HTML.\n\n"
            "Where an article goes on on another page, \"nextUrl\" says on which. With --join the "
            "files are the pages of one article, in order: what a page repeats of those before "
            "it goes.\n\n"
            "With --jsonl each line is an object with \"id\", \"path\" or \"html\", \"url\" and "
            "\"headers\", and gets an answer line with the same id.",
    .group = GROUP_PIPE,
    .least = 0,
    .most = -1,
    .options = {{.name = "url", .value = "URL", .help = "the page's address"},
                {.name = "why", .help = "list what was found for each field, where, and which won"},
                {.name = "join", .help = "read several files as the pages of one article"},
                {.name = "jsonl", .help = "read JSON lines, answer with JSON lines"}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
