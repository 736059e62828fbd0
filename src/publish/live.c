#include "publish/live.h"

#include <stdlib.h>

#include "files/files.h"
#include "publish/records.h"
#include "publish/site.h"
#include "publish/view.h"
#include "words/words.h"

enum { EDITION_BYTES = 1 << 28, RESULT_SIZE = 2 };

struct live {
    struct arena arena; /* the edition's */
    struct edition edition;
    struct publish_context context;
    struct paper paper;
    struct site site; /* of which only templates and what all pages have are used */
};

enum status live_open(const char *folder, struct live **live, struct error *error) {
    struct edition_file *files;
    size_t count;
    struct live *fresh = calloc(1, sizeof *fresh);
    *live = NULL;
    if (fresh == NULL)
        return error_memory(error);
    arena_init(&fresh->arena, EDITION_BYTES);
    enum status status = files_read_edition(&fresh->arena, folder, &files, &count, error);
    if (status == STATUS_OK)
        status = edition_load(&fresh->arena, files, count, &fresh->edition, error);
    if (status == STATUS_OK) {
        fresh->context = (struct publish_context){.folder = folder, .edition = &fresh->edition};
        status = paper_open_reading(&fresh->paper, &fresh->context, error);
    }
    if (status == STATUS_OK)
        status = site_init(&fresh->site, &fresh->paper, error);
    if (status == STATUS_OK)
        *live = fresh;
    else
        live_close(fresh);
    return status;
}

void live_close(struct live *live) {
    if (live == NULL)
        return;
    if (live->site.paper != NULL)
        site_release(&live->site);
    if (live->paper.edition != NULL)
        paper_close(&live->paper);
    arena_release(&live->arena);
    free(live);
}

const struct edition *live_edition(const struct live *live) {
    return &live->edition;
}

/* ---- articles ---- */

/* The article with the story that it is in, or alone. */
static enum status find_story(struct live *live, struct arena *arena,
                              const struct store_article *row, bool whole,
                              struct paper_story *story, struct error *error) {
    if (whole) {
        struct paper_story *stories;
        struct str lead = str_from(row->id);
        enum status status = paper_get(&live->paper, arena, &lead, 1, &stories, error);
        if (status == STATUS_OK && stories[0].count > 0) {
            *story = stories[0];
            return STATUS_OK;
        }
        if (status != STATUS_OK)
            return status;
    }
    struct store_key slug = {.key = str_from(row->story[0] != '\0' ? row->story : row->id)};
    *story = (struct paper_story){.shown = row->shown, .heat = row->heat, .rising = TIME_NONE};
    story->members = arena_new(arena, struct paper_member);
    if (story->members == NULL)
        return arena_status(arena, error);
    story->count = story->visible = story->outlets = 1;
    snprintf(story->id, sizeof story->id, "%s", slug.key.p);
    enum status status = store_keys_get(live->context.store, arena, KEYS_SLUG, &slug, 1, error);
    story->slug = slug.value;
    return status == STATUS_OK ? paper_member(&live->paper, arena, row, story->members, error)
                               : status;
}

/* Where the article stands in its story; its lead is the first. */
static size_t place_in(const struct paper_story *story, const struct store_article *row) {
    for (size_t i = 0; i < story->count; i++)
        if (strcmp(story->members[i].row->id, row->id) == 0)
            return i;
    return 0;
}

enum status live_article(struct live *live, struct store *store, struct arena *arena,
                         const struct store_article *row, bool whole, struct json *json,
                         struct error *error) {
    struct paper_story story;
    struct record record;
    struct store_key name = {.key = str_from(row->id)};
    live->context.store = store;
    enum status status = find_story(live, arena, row, whole, &story, error);
    if (status == STATUS_OK)
        status = store_keys_get(store, arena, KEYS_RECORD, &name, 1, error);
    if (status == STATUS_OK)
        status = records_make(&live->paper, arena, &story, place_in(&story, row), &record, error);
    if (status != STATUS_OK)
        return status;
    json_begin_object(json);
    json_field_str(json, "id", str_from(row->id));
    json_field_str(json, "story", str_from(story.id));
    if (!str_absent(story.slug))
        json_field_str(json, "address", paper_address(arena, &story));
    json_field_text(json, "path", name.value);
    record_json_members(&record, json);
    json_end_object(json);
    return arena_status(arena, error);
}

/* ---- the search page ---- */

/* The text as a list of pieces, some of which are marked. */
static void put_marked(struct arena *arena, struct template_value *map, const char *key,
                       struct str text, const struct query_span *spans, size_t count) {
    struct template_value *list = template_put_list(arena, map, key);
    size_t at = 0;
    for (size_t i = 0; i <= count && at < text.n; i++) {
        size_t start = i < count && spans[i].start < text.n ? spans[i].start : text.n;
        size_t end = i < count && spans[i].end < text.n ? spans[i].end : text.n;
        if (start > at)
            template_put_text(arena, template_add_map(arena, list), "plain",
                              str_of(text.p + at, start - at));
        if (end > start)
            template_put_text(arena, template_add_map(arena, list), "marked",
                              str_of(text.p + start, end - start));
        at = end;
    }
}

static enum status put_result(struct live *live, struct arena *arena,
                              const struct search_result *result, struct template_value *list,
                              struct error *error) {
    struct paper_story story;
    struct template_value *map = template_add_map(arena, list);
    enum status status = find_story(live, arena, result->row, false, &story, error);
    if (status != STATUS_OK)
        return status;
    view_story(&live->paper, arena, &story, RESULT_SIZE, STR_NONE, map);
    template_put_boolean(arena, map, "paged", !str_absent(story.slug));
    const struct template_value *excerpt = template_get(map, STR("excerpt"));
    put_marked(arena, map, "title", result->article.title, result->title, result->title_count);
    put_marked(arena, map, "text",
               excerpt != NULL && excerpt->kind == TEMPLATE_TEXT ? excerpt->text : STR(""),
               result->excerpt, result->excerpt_count);
    return STATUS_OK;
}

/* "q=…&topic=…", percent-encoded. */
static void add_parameter(struct buf *out, const char *name, struct str value) {
    static const char plain[] = "-._~";
    if (str_empty(value))
        return;
    if (out->n > 0)
        buf_add_byte(out, '&');
    buf_printf(out, "%s=", name);
    for (size_t i = 0; i < value.n; i++) {
        if (ascii_is_alnum(value.p[i]) || strchr(plain, value.p[i]) != NULL)
            buf_add_byte(out, value.p[i]);
        else
            buf_printf(out, "%%%02X", (unsigned char)value.p[i]);
    }
}

/* The address of the same search with another line, order or place; relative to the page. */
static struct str search_address(struct arena *arena, const struct search_request *request,
                                 struct str line, bool newest, struct str cursor) {
    enum { ADDRESS_MOST = 1 << 15 };
    struct buf out;
    buf_init(&out, ADDRESS_MOST);
    add_parameter(&out, "q", line);
    add_parameter(&out, "topic", request->topic);
    add_parameter(&out, "provider", request->provider);
    add_parameter(&out, "sort", newest ? STR("newest") : STR(""));
    add_parameter(&out, "cursor", cursor);
    struct str address = arena_format(arena, "search?%.*s", STR_ARG(buf_str(&out)));
    buf_release(&out);
    return address;
}

static void put_filters(struct live *live, struct arena *arena,
                        const struct search_request *request, struct template_value *map) {
    const struct edition *edition = &live->edition;
    struct template_value *topics = template_put_list(arena, map, "filters");
    for (size_t i = 0; i < edition->topic_count; i++) {
        const struct edition_topic *topic = &edition->topics[i];
        if (i == edition->main_topic)
            continue;
        struct template_value *option = template_add_map(arena, topics);
        template_put_text(arena, option, "id", topic->id);
        template_put_text(arena, option, "name", topic->name);
        template_put_boolean(arena, option, "chosen", str_eq(topic->id, request->topic));
    }
    template_put_boolean(arena, map, "newest", request->newest);
    template_put_text(arena, map, "provider", request->provider);
}

static enum status put_results(struct live *live, struct arena *arena,
                               const struct live_search *search, struct template_value *map,
                               struct error *error) {
    const struct search_request *request = search->request;
    const struct search_results *results = search->results;
    struct template_value *list = template_put_list(arena, map, "results");
    enum status status = STATUS_OK;
    if (results == NULL)
        return STATUS_OK;
    for (size_t i = 0; i < results->count && status == STATUS_OK; i++)
        status = put_result(live, arena, &results->items[i], list, error);
    template_put_boolean(arena, map, "none",
                         results->count == 0 && query_asks(&results->query) &&
                             str_empty(request->cursor));
    template_put_boolean(arena, map, "over", results->count == 0 && request->cursor.n > 0);
    if (!str_absent(results->next))
        template_put_text(
            arena, map, "next",
            search_address(arena, request, request->line, request->newest, results->next));
    if (str_absent(results->suggestion))
        return status;
    struct template_value *meant = template_put_map(arena, map, "meant");
    template_put_text(arena, meant, "words", results->suggestion);
    template_put_text(
        arena, meant, "address",
        search_address(arena, request, results->suggestion, request->newest, STR("")));
    return status;
}

enum status live_page(struct live *live, struct arena *arena, const char *template,
                      struct str title, int folders, struct template_value *values, struct buf *out,
                      struct error *error) {
    enum site_depth deep = folders == 0 ? SITE_TOP : SITE_ONE_DOWN;
    struct template_value *page = template_put_map(arena, values, "page");
    template_put_text(arena, page, "title",
                      ARENA_JOIN(arena, title, STR(" · "), live->edition.title));
    const struct template_member *common = live->site.common[deep]->members.first;
    for (; common != NULL; common = common->next)
        template_put(arena, values, common->key, &common->value);
    enum status status = arena_status(arena, error);
    return status != STATUS_OK
               ? status
               : templates_render(&live->site.templates, str_from(template), values, out, error);
}

enum status live_search_page(struct live *live, struct store *store, struct arena *arena,
                             const struct live_search *search, struct buf *out,
                             struct error *error) {
    struct template_value *values = template_map(arena);
    struct str line = search->request->line;
    live->context.store = store;
    template_put_text(arena, values, "query", str_absent(line) ? STR("") : line);
    template_put_boolean(arena, values, "search", false); /* this page has a box of its own */
    struct template_value *map = template_put_map(arena, values, "found");
    template_put_text(arena, map, "problem", search->problem);
    put_filters(live, arena, search->request, map);
    enum status status = put_results(live, arena, search, map, error);
    if (status != STATUS_OK)
        return status;
    struct str title = ARENA_JOIN(arena, line, line.n > 0 ? STR(" · ") : STR(""),
                                  words_say(live->paper.words, WORDS_search));
    return live_page(live, arena, "search", title, 0, values, out, error);
}
