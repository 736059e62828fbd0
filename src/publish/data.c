#include "publish/data.h"

enum { DATA_BYTES = 1 << 20, MEMBERS_SHOWN = 20 };

static struct str absolute(const struct paper *paper, struct arena *arena, struct str path) {
    return arena_format(arena, "%.*s/%.*s", STR_ARG(paper->edition->url), STR_ARG(path));
}

static void write_named(struct json *json, const char *key, const char *type, struct str name) {
    if (name.n == 0)
        return;
    json_key(json, key);
    json_begin_object(json);
    json_field_str(json, "@type", str_from(type));
    json_field_str(json, "name", name);
    json_end_object(json);
}

/* The fields of an article in its outlet; the object stays open. */
static void begin_article(struct json *json, const struct article *article) {
    struct str outlet = str_first_of(article->provider_name, article->provider_domain);
    json_begin_object(json);
    json_field_str(json, "@type", STR("NewsArticle"));
    json_field_str(json, "headline", article->title);
    json_field_str(json, "url", paper_target(article));
    json_field_time(json, "datePublished", article->published);
    json_field_time(json, "dateModified", paper_changed(article));
    json_field_text(json, "inLanguage", article->language);
    if (!str_eq_case(article->byline, outlet))
        write_named(json, "author", "Person", article->byline);
    write_named(json, "publisher", "NewsMediaOrganization", outlet);
}

/* Our page of it, with the other articles. */
static void write_page(struct json *json, struct str address, const struct paper_story *story) {
    json_key(json, "isPartOf");
    json_begin_object(json);
    json_field_str(json, "@type", STR("CollectionPage"));
    json_field_str(json, "url", address);
    json_key(json, "hasPart");
    json_begin_array(json);
    for (size_t i = 1; i < story->visible && i < MEMBERS_SHOWN; i++) {
        if (!page_rights_listed(&story->members[i].article.rights))
            continue;
        begin_article(json, &story->members[i].article);
        json_end_object(json);
    }
    json_end_array(json);
    json_end_object(json);
}

void data_story(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                struct str picture, struct template_value *values) {
    const struct article *lead = &story->members[0].article;
    struct json json;
    struct buf out;
    if (!page_rights_listed(&lead->rights))
        return;
    buf_init(&out, DATA_BYTES);
    json_init(&json, &out, JSON_HTML_SAFE);
    begin_article(&json, lead);
    json_field_str(&json, "@context", STR("https://schema.org"));
    json_field_text(&json, "description", lead->excerpt);
    if (!str_absent(picture))
        json_field_str(&json, "image", absolute(paper, arena, picture));
    write_page(&json, absolute(paper, arena, paper_address(arena, story)), story);
    json_end_object(&json);
    if (out.status == STATUS_OK)
        template_put_text(arena, values, "data", arena_copy(arena, buf_str(&out)));
    buf_release(&out);
}

void data_list_init(struct data_list *list) {
    *list = (struct data_list){0};
    buf_init(&list->out, DATA_BYTES);
}

void data_list_release(struct data_list *list) {
    buf_release(&list->out);
}

void data_list_add(struct data_list *list, const struct paper *paper, struct arena *arena,
                   const struct paper_story *story) {
    struct json json;
    if (!page_rights_listed(&story->members[0].article.rights))
        return;
    if (list->count++ > 0)
        buf_add_byte(&list->out, ',');
    json_init(&json, &list->out, JSON_HTML_SAFE);
    json_begin_object(&json);
    json_field_str(&json, "@type", STR("ListItem"));
    json_field_int(&json, "position", (int64_t)list->count);
    json_field_str(&json, "url", absolute(paper, arena, paper_address(arena, story)));
    json_end_object(&json);
}

enum status data_list_put(const struct data_list *list, struct arena *arena,
                          struct template_value *values, struct error *error) {
    static const struct str begin = STR_INIT(
        "{\"@context\":\"https://schema.org\",\"@type\":\"ItemList\",\"itemListElement\":[");
    if (list->count > 0)
        template_put_text(arena, values, "data",
                          ARENA_JOIN(arena, begin, buf_str(&list->out), STR("]}")));
    return buf_check(&list->out, error);
}
