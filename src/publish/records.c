#include "publish/records.h"

#include "record/record.h"

enum { ROWS_AT_ONCE = 256, ROWS_BYTES = 1 << 28 };

static struct record_image *images_of(struct arena *arena, const struct article *article,
                                      size_t most, size_t *count) {
    *count = article->image_count < most ? article->image_count : most;
    if (*count == 0)
        return NULL;
    struct record_image *images = arena_array(arena, *count, struct record_image);
    for (size_t i = 0; images != NULL && i < *count; i++) {
        const struct article_image *from = &article->images[i];
        images[i] = (struct record_image){
            .url = from->url,
            .width = from->width > 0 ? from->width : -1,
            .height = from->height > 0 ? from->height : -1,
            .cached = from->cached,
        };
    }
    return images;
}

static struct record_provider provider_of(const struct article *article) {
    struct str name = str_first_of(article->provider_name, article->provider_domain);
    return (struct record_provider){.name = name, .domain = article->provider_domain};
}

static void relate(struct arena *arena, const struct paper_member *member,
                   struct record_related *related) {
    const struct article *article = &member->article;
    *related = (struct record_related){
        .title = article->title,
        .excerpt = str_absent(article->excerpt) ? STR("") : article->excerpt,
        .published = article->published,
        .web_url = article->web_url,
        .amp_url = article->amp_url,
        .cdn_amp_url = article->cdn_amp_url,
        .type = article->type,
        .provider = provider_of(article),
        .quality = member->row->quality,
        .has_quality = true,
    };
    related->images = images_of(arena, article, 1, &related->image_count);
}

/* All members but the one itself and what was taken down; `all` are the members as items. */
static size_t others(const struct record_related *all, const struct paper_story *story,
                     size_t itself, struct record_related *related) {
    size_t n = 0;
    for (size_t i = 0; i < story->count && n < RECORD_RELATED_MOST; i++)
        if (i != itself && !story->members[i].article.removed)
            related[n++] = all[i];
    return n;
}

static void fill(const struct paper *paper, struct arena *arena, const struct paper_member *member,
                 struct record_image *logo, struct record *record) {
    const struct article *article = &member->article;
    const struct store_article *row = member->row;
    *record = (struct record){
        .category = STR("news"),
        .title = article->title,
        .excerpt = str_absent(article->excerpt) ? STR("") : article->excerpt,
        .published_time = article->published,
        .original_url = article->original_url,
        .web_url = article->web_url,
        .amp_url = article->amp_url,
        .cdn_amp_url = article->cdn_amp_url,
        .type = article->type,
        .quality = row->quality,
        .heat = row->heat,
        .has_quality = true,
        .has_heat = true,
        .removed = article->removed,
        .published = row->shown,
        .has_published = true,
        .featured_content = paper_embed(arena, article),
        .provider = provider_of(article),
        .body = STR(""),
    };
    struct edition_image image;
    if (paper_logo(arena, paper->edition, article->provider_domain, &image)) {
        *logo = (struct record_image){
            .url = image.url,
            .width = image.width > 0 ? image.width : -1,
            .height = image.height > 0 ? image.height : -1,
        };
        record->provider.images = logo;
        record->provider.image_count = 1;
    }
    record->images = images_of(arena, article, SIZE_MAX, &record->image_count);
    record->topics = arena_array(arena, row->topic_count, struct str);
    for (size_t i = 0; record->topics != NULL && i < row->topic_count; i++) {
        size_t topic = paper_topic(paper, row->topics[i]);
        record->topics[record->topic_count++] =
            topic != SIZE_MAX ? paper->edition->topics[topic].name : row->topics[i];
    }
}

/* The bytes of a record that came as one and was not touched since; absent for others. */
static enum status imported_bytes(struct paper *paper, struct arena *arena, struct str path,
                                  struct str *bytes, struct error *error) {
    struct store_key key = {.key = path};
    *bytes = STR_NONE;
    if (!paper->imported)
        return STATUS_OK;
    enum status status =
        store_keys_get(paper->context->store, arena, KEYS_IMPORTED, &key, 1, error);
    if (status != STATUS_OK || key.value.n == 0)
        return status;
    struct store_text text = {.hash = key.value};
    status = store_texts_read(paper->context->store, arena, &text, 1, error);
    *bytes = text.text;
    return status;
}

static enum status write_at(struct paper *paper, struct arena *arena, struct str path,
                            const struct record *record, struct buf *made, struct error *error) {
    struct str bytes;
    enum status status = imported_bytes(paper, arena, path, &bytes, error);
    if (status != STATUS_OK)
        return status;
    if (str_absent(bytes) && made->n == 0) {
        record_write(record, made);
        if (made->status != STATUS_OK)
            return buf_check(made, error);
    }
    paper->report->articles++;
    return tree_write(paper->records, path, str_absent(bytes) ? buf_str(made) : bytes, error);
}

/* Writes each record of an article: most have one. */
static enum status write_each(struct paper *paper, struct arena *arena, struct str id,
                              struct str path, const struct record *record, struct buf *made,
                              struct error *error) {
    enum status status = write_at(paper, arena, path, record, made, error);
    const struct map_entry *extra = map_find(&paper->extra, id);
    for (size_t i = extra != NULL ? extra->value : paper->path_count;
         status == STATUS_OK && i < paper->path_count && str_eq(paper->paths[i][0], id); i++)
        status = write_at(paper, arena, paper->paths[i][1], record, made, error);
    return status;
}

static enum status keep(struct paper *paper, struct str id, struct str path, struct error *error) {
    paper->report->articles++;
    enum status status = tree_keep(paper->records, path, error);
    const struct map_entry *extra = map_find(&paper->extra, id);
    for (size_t i = extra != NULL ? extra->value : paper->path_count;
         status == STATUS_OK && i < paper->path_count && str_eq(paper->paths[i][0], id); i++) {
        paper->report->articles++;
        status = tree_keep(paper->records, paper->paths[i][1], error);
    }
    return status;
}

/* The names of a story's members, in their order. */
static enum status names_of(struct paper *paper, struct arena *arena,
                            const struct paper_story *story, struct store_key **names,
                            struct error *error) {
    *names = arena_array(arena, story->count, struct store_key);
    if (*names == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < story->count; i++)
        (*names)[i].key = str_from(story->members[i].row->id);
    return store_keys_get(paper->context->store, arena, KEYS_RECORD, *names, story->count, error);
}

static enum status add(struct paper *paper, struct arena *arena, const struct paper_story *story,
                       struct error *error) {
    struct store_key *names;
    struct buf made;
    enum status status = names_of(paper, arena, story, &names, error);
    struct record_related *all = arena_array(arena, story->count, struct record_related);
    struct record_related *related = arena_array(arena, story->count, struct record_related);
    if (status != STATUS_OK)
        return status;
    if (all == NULL || related == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < story->count; i++)
        relate(arena, &story->members[i], &all[i]);
    buf_init(&made, RECORD_BYTES_MOST);
    for (size_t i = 0; i < story->count && status == STATUS_OK; i++) {
        const struct paper_member *member = &story->members[i];
        if (str_absent(names[i].value))
            continue;
        if (story->changed <= paper->context->since) {
            status = keep(paper, names[i].key, names[i].value, error);
            continue;
        }
        struct record_image logo;
        struct record record;
        fill(paper, arena, member, &logo, &record);
        record.related = related;
        record.related_count = others(all, story, i, related);
        buf_clear(&made);
        status = arena_status(arena, error);
        if (status == STATUS_OK)
            status = write_each(paper, arena, names[i].key, names[i].value, &record, &made, error);
    }
    buf_release(&made);
    return status;
}

enum status records_add(struct paper *paper, const struct paper_story *story, struct error *error) {
    return add(paper, &paper->arena, story, error);
}

/* Articles without a story: a story of one each, as far as their records go. */
static enum status add_lone(struct paper *paper, struct arena *arena,
                            const struct store_article *row, struct error *error) {
    struct paper_member member = {.row = row};
    struct paper_story story = {.members = &member, .count = 1, .changed = row->changed};
    struct json_object *object = NULL;
    enum status status = json_read(row->data, &object, error);
    if (status == STATUS_OK)
        status = article_read(arena, object, &member.article, error);
    json_object_put(object);
    return status == STATUS_OK ? add(paper, arena, &story, error) : status;
}

static enum status add_all_lone(struct paper *paper, struct error *error) {
    struct store_query query = {.order = STORE_BY_ID, .most = ROWS_AT_ONCE};
    struct arena arena;
    enum status status = STATUS_OK;
    size_t count = ROWS_AT_ONCE;
    arena_init(&arena, ROWS_BYTES);
    while (status == STATUS_OK && count == ROWS_AT_ONCE) {
        struct store_article *rows;
        arena_clear(&arena);
        status = store_articles_list(paper->context->store, &arena, &query, &rows, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            memcpy(query.after_id, rows[i].id, sizeof rows[i].id);
            if (rows[i].story[0] == '\0' && !rows[i].lead)
                status = add_lone(paper, &arena, &rows[i], error);
        }
    }
    arena_release(&arena);
    return status;
}

enum status records_end(struct paper *paper, struct error *error) {
    struct store_query all = {0};
    int64_t articles;
    enum status status = store_articles_count(paper->context->store, &all, &articles, error);
    if (status == STATUS_OK && (uint64_t)articles > paper->read)
        status = add_all_lone(paper, error);
    return status == STATUS_OK ? tree_sweep(paper->records, STR("_news"), error) : status;
}
