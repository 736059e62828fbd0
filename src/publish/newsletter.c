#include "publish/newsletter.h"

#include <stdlib.h>

#include "press/issued.h"
#include "publish/pages.h"
#include "publish/view.h"
#include "record/record.h"
#include "words/words.h"

enum { ARCHIVE_BYTES = 1 << 28, ISSUE_ARENA = 16 << 20 };

/* Issues, newest first, as the lists of them need them. */
struct archived {
    struct issued issued;
    struct str title, subject, excerpt, topic;
    size_t stories;
};

struct archive {
    struct paper *paper;
    struct arena arena;
    struct archived *issues;
    size_t count;
};

static int newest_first(const void *left, const void *right) {
    const struct archived *a = left, *b = right;
    if (a->issued.at != b->issued.at)
        return a->issued.at > b->issued.at ? -1 : 1;
    return str_compare(a->issued.id, b->issued.id);
}

/* The topic that an issue is about: its list's, or the main one; absent when there is none. */
static struct str topic_of(const struct edition *edition, const struct issue *issue) {
    const struct edition_list *list = issue_list(edition, issue->list);
    size_t topic =
        list != NULL && list->topic_index != SIZE_MAX ? list->topic_index : edition->main_topic;
    return topic != SIZE_MAX ? edition->topics[topic].name : STR_NONE;
}

static struct str address_of(struct arena *arena, struct str id) {
    return ARENA_JOIN(arena, STR("newsletter/"), id, STR("/"));
}

static struct str url_of(struct arena *arena, const struct edition *edition, struct str id) {
    return ARENA_JOIN(arena, edition->url, STR("/"), address_of(arena, id));
}

static enum status open_archive(struct archive *archive, struct paper *paper, struct error *error) {
    struct issued *issued;
    *archive = (struct archive){.paper = paper};
    arena_init(&archive->arena, ARCHIVE_BYTES);
    enum status status =
        issued_list(paper->context->store, &archive->arena, &issued, &archive->count, error);
    if (status != STATUS_OK)
        return status;
    archive->issues = arena_array(&archive->arena, archive->count, struct archived);
    if (archive->issues == NULL)
        return arena_status(&archive->arena, error);
    for (size_t i = 0; i < archive->count; i++)
        archive->issues[i].issued = issued[i];
    if (archive->count > 0)
        qsort(archive->issues, archive->count, sizeof *archive->issues, newest_first);
    return STATUS_OK;
}

static void close_archive(struct archive *archive) {
    arena_release(&archive->arena);
}

typedef enum status issue_work(void *state, struct archive *archive, struct arena *arena,
                               struct archived *archived, const struct issue *issue,
                               struct error *error);

/* Reads each issue and does its work; what lists need of it is kept. One whose text was erased is
 * passed over. */
static enum status for_each(struct archive *archive, issue_work *work, void *state,
                            struct error *error) {
    struct store *store = archive->paper->context->store;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < archive->count; i++) {
        struct archived *archived = &archive->issues[i];
        struct arena arena;
        struct issue issue;
        arena_init(&arena, ISSUE_ARENA);
        status = issued_read(store, &arena, &archived->issued, &issue, error);
        if (status == STATUS_OK) {
            const struct edition *edition = archive->paper->edition;
            archived->title = issue_title(&archive->arena, edition, &issue);
            archived->subject = arena_copy(&archive->arena, issue_subject(&arena, &issue));
            archived->excerpt = issue_excerpt(&archive->arena, &issue);
            archived->topic = topic_of(edition, &issue);
            archived->stories = issue.count;
            status = work(state, archive, &arena, archived, &issue, error);
        } else if (status == STATUS_NOT_FOUND) {
            status = STATUS_OK;
        }
        arena_release(&arena);
    }
    return status == STATUS_OK ? arena_status(&archive->arena, error) : status;
}

/* ---- records ---- */

static enum status write_record(void *state, struct archive *archive, struct arena *arena,
                                struct archived *archived, const struct issue *issue,
                                struct error *error) {
    struct paper *paper = archive->paper;
    struct record record = {
        .title = archived->title,
        .excerpt = archived->excerpt,
        .published_time = archived->issued.at,
        .web_url = url_of(arena, paper->edition, issue->id),
        .type = STR("article"),
        .topics = &archived->topic,
        .topic_count = !str_absent(archived->topic),
    };
    struct buf bytes;
    (void)state;
    buf_init(&bytes, RECORD_BYTES_MOST);
    enum status status =
        issued_html(paper->context->store, arena, &archived->issued, &record.body, error);
    if (status == STATUS_OK) {
        while (str_ends(record.body, STR("\n")))
            record.body.n--;
        record_write(&record, &bytes);
        status = buf_check(&bytes, error);
    }
    struct str path = ARENA_JOIN(arena, STR("_newsletters/"), issue->id, STR(".html"));
    if (status == STATUS_OK)
        status = arena_status(arena, error);
    if (status == STATUS_OK)
        status = tree_write(paper->records, path, buf_str(&bytes), error);
    buf_release(&bytes);
    return status;
}

enum status newsletter_records(struct paper *paper, struct error *error) {
    struct archive archive;
    enum status status = open_archive(&archive, paper, error);
    if (status == STATUS_OK)
        status = for_each(&archive, write_record, NULL, error);
    close_archive(&archive);
    return status == STATUS_OK ? tree_settle(paper->records, error) : status;
}

/* ---- the API ---- */

static void field_null(struct json *json, const char *key) {
    json_key(json, key);
    json_null(json);
}

static void names_field(struct json *json, const char *key, struct str name) {
    json_key(json, key);
    json_begin_array(json);
    if (!str_absent(name))
        json_str(json, name);
    json_end_array(json);
}

/* The fields of an entry of api/news; those that an issue has none of are null. */
static void write_entry(struct archive *archive, const struct archived *archived,
                        struct json *json) {
    static const char *const none[] = {
        "sourceUrl", "originalUrl", "featuredContent", "highlight",       "heat",    "tags",
        "images",    "ampWebUrl",   "cdnAmpWebUrl",    "updatedDateTime", "provider"};
    struct arena *arena = &archive->arena;
    struct str id = archived->issued.id;
    json_field_str(json, "path", ARENA_JOIN(arena, STR("_newsletters/"), id, STR(".html")));
    json_field_str(json, "title", archived->title);
    json_field_str(json, "excerpt", archived->excerpt);
    json_field_str(json, "webUrl", url_of(arena, archive->paper->edition, id));
    json_field_time(json, "publishedDateTime", archived->issued.at);
    json_field_str(json, "type", STR("article"));
    json_field_str(json, "content", STR(""));
    json_field_str(json, "locale", archive->paper->edition->locale);
    names_field(json, "categories", STR("newsletter"));
    names_field(json, "topics", archived->topic);
    json_field_str(json, "list", archived->issued.list);
    json_field_int(json, "stories", (int64_t)archived->stories);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        field_null(json, none[i]);
}

/* One page: the `page`-th, from 1. */
static enum status write_api_page(struct archive *archive, size_t page, struct error *error) {
    size_t size = (size_t)archive->paper->edition->publish.page_size;
    size_t from = (page - 1) * size,
           to = from + size < archive->count ? from + size : archive->count;
    struct buf out;
    struct json json;
    buf_init(&out, PUBLISH_PAGE_MOST);
    json_init(&json, &out, JSON_PRETTY);
    json_begin_object(&json);
    json_field_int(&json, "page", (int64_t)page);
    json_key(&json, "value");
    json_begin_array(&json);
    for (size_t i = from; i < to; i++) {
        json_begin_object(&json);
        write_entry(archive, &archive->issues[i], &json);
        json_end_object(&json);
    }
    json_end_array(&json);
    if (to < archive->count)
        json_field_int(&json, "nextPage", (int64_t)page + 1);
    else
        field_null(&json, "nextPage");
    json_end_object(&json);
    enum status status = buf_check(&out, error);
    if (status == STATUS_OK && page == 1)
        status =
            pages_write(archive->paper, STR("api/newsletters/index.json"), buf_str(&out), error);
    if (status == STATUS_OK)
        status =
            pages_write(archive->paper,
                        arena_format(&archive->arena, "api/newsletters/page/%zu/index.json", page),
                        buf_str(&out), error);
    buf_release(&out);
    return status;
}

static size_t page_count(const struct archive *archive) {
    size_t size = (size_t)archive->paper->edition->publish.page_size;
    return archive->count == 0 ? 1 : (archive->count + size - 1) / size;
}

static void write_story(const struct issue_story *story, struct json *json) {
    json_begin_object(json);
    json_field_str(json, "story", story->story);
    json_field_str(json, "article", story->article);
    json_field_str(json, "headline", story->headline);
    json_field_str(json, "sentence", story->sentence);
    json_field_str(json, "line", story->line);
    json_field_str(json, "topic", story->topic);
    json_field_str(json, "provider", story->provider);
    json_field_str(json, "webUrl", story->url);
    json_field_str(json, "storyUrl", story->page);
    json_field_time(json, "publishedDateTime", story->published);
    json_field_int(json, "outlets", story->outlets);
    json_end_object(json);
}

static enum status write_api_issue(struct archive *archive, struct arena *arena,
                                   const struct archived *archived, const struct issue *issue,
                                   struct error *error) {
    struct buf out;
    struct json json;
    buf_init(&out, PUBLISH_PAGE_MOST);
    json_init(&json, &out, JSON_PRETTY);
    json_begin_object(&json);
    write_entry(archive, archived, &json);
    json_field_str(&json, "introduction", issue->introduction);
    json_key(&json, "items");
    json_begin_array(&json);
    for (size_t i = 0; i < issue->count; i++)
        write_story(&issue->stories[i], &json);
    json_end_array(&json);
    json_end_object(&json);
    enum status status = buf_check(&out, error);
    if (status == STATUS_OK)
        status = pages_write(archive->paper,
                             ARENA_JOIN(arena, STR("api/newsletters/"), issue->id, STR(".json")),
                             buf_str(&out), error);
    buf_release(&out);
    return status;
}

/* ---- pages ---- */

static void put(struct arena *arena, struct template_value *map, const char *key, struct str text) {
    template_put_text(arena, map, key, str_absent(text) ? STR("") : text);
}

static void put_story(struct paper *paper, struct arena *arena, const struct issue_story *story,
                      size_t number, struct template_value *map) {
    struct str language = str_first_of(story->language, paper->edition->locale);
    template_put_integer(arena, map, "number", (int64_t)number);
    put(arena, map, "headline", story->headline);
    put(arena, map, "sentence", story->sentence);
    put(arena, map, "line", story->line);
    put(arena, map, "topic", story->topic);
    put(arena, map, "provider", str_first_of(story->provider, paper->edition->title));
    put(arena, map, "url", str_first_of(story->url, story->page));
    put(arena, map, "coverage", story->outlets > 1 ? story->page : STR_NONE);
    put(arena, map, "outlets",
        words_count(arena, paper->words, WORDS_outlets, (uint64_t)story->outlets));
    put(arena, map, "lang", story->language);
    put(arena, map, "dir", words_right_to_left(language) ? STR("rtl") : STR("ltr"));
    if (story->published != TIME_NONE)
        view_time(paper, arena, map, "time", story->published);
    else
        template_put_boolean(arena, map, "time", false);
}

static void put_paragraphs(struct arena *arena, struct str text, struct template_value *values) {
    struct template_value *list = template_put_list(arena, values, "paragraphs");
    while (text.n > 0) {
        size_t end = str_find(text, STR("\n\n"));
        template_add_text(arena, list, str_trim(str_take(text, end)));
        text = str_skip(text, end == SIZE_MAX ? end : end + 2);
    }
}

static enum status write_issue(void *state, struct archive *archive, struct arena *arena,
                               struct archived *archived, const struct issue *issue,
                               struct error *error) {
    struct site *site = state;
    struct str address = address_of(arena, issue->id);
    struct template_value *values = template_map(arena);
    site_put_page(arena, values, archived->title, archived->excerpt, address);
    put(arena, values, "title", archived->title);
    put(arena, values, "subject", issue_subject(arena, issue));
    view_time(archive->paper, arena, values, "time", archived->issued.at);
    put_paragraphs(arena, issue->introduction, values);
    struct template_value *stories = template_put_list(arena, values, "stories");
    for (size_t i = 0; i < issue->count; i++)
        put_story(archive->paper, arena, &issue->stories[i], i + 1,
                  template_add_map(arena, stories));
    enum status status = site_write(site, arena, "issue", SITE_TWO_DOWN, values,
                                    ARENA_JOIN(arena, address, STR("index.html")), error);
    return status == STATUS_OK ? write_api_issue(archive, arena, archived, issue, error) : status;
}

static enum status write_index(struct site *site, struct archive *archive, struct error *error) {
    struct arena *arena = &archive->arena;
    const struct edition *edition = archive->paper->edition;
    struct template_value *values = template_map(arena);
    site_put_page(arena, values,
                  ARENA_JOIN(arena, words_say(archive->paper->words, WORDS_newsletter), STR(" · "),
                             edition->title),
                  STR_NONE, STR("newsletter/"));
    struct template_value *list = template_put_list(arena, values, "issues");
    for (size_t i = 0; i < archive->count; i++) {
        const struct archived *archived = &archive->issues[i];
        struct template_value *map = template_add_map(arena, list);
        put(arena, map, "title", archived->title);
        put(arena, map, "subject", archived->subject);
        put(arena, map, "excerpt", archived->excerpt);
        put(arena, map, "address", address_of(arena, archived->issued.id));
        put(arena, map, "count",
            words_count(arena, archive->paper->words, WORDS_story_count, archived->stories));
        view_time(archive->paper, arena, map, "time", archived->issued.at);
    }
    return site_write(site, arena, "newsletter", SITE_ONE_DOWN, values,
                      STR("newsletter/index.html"), error);
}

static enum status write_all(struct site *site, struct archive *archive, struct error *error) {
    enum status status = for_each(archive, write_issue, site, error);
    if (status == STATUS_OK)
        status = write_index(site, archive, error);
    for (size_t page = 1; status == STATUS_OK && page <= page_count(archive); page++)
        status = write_api_page(archive, page, error);
    return status;
}

static enum status write_pages(struct site *site, struct error *error) {
    struct archive archive;
    enum status status = open_archive(&archive, site->paper, error);
    bool wanted = archive.count > 0 || !str_absent(site->paper->edition->mail.from);
    if (status == STATUS_OK && wanted)
        status = write_all(site, &archive, error);
    close_archive(&archive);
    return status;
}

enum status newsletter_write(struct site *site, struct error *error) {
    enum status status = newsletter_records(site->paper, error);
    return status == STATUS_OK ? write_pages(site, error) : status;
}
