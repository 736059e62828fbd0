#include "publish/records.h"

#include "publish/recorded.h"
#include "publish/sealed.h"
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

/* A file of an article. Most have one; further ones came as records with the same address, or were
 * the first of an article that proved to be the same. */
struct file {
    struct str path;
    bool further;
};

static size_t next_file(const struct paper *paper, const struct store_article *row, size_t at,
                        struct file *file) {
    if (at < paper->path_count && str_eq(paper->paths[at][0], str_from(row->id))) {
        *file = (struct file){.path = paper->paths[at][1], .further = true};
        return at + 1;
    }
    return SIZE_MAX;
}

static size_t first_further(const struct paper *paper, const struct store_article *row) {
    size_t at;
    return map_get(&paper->extra, str_from(row->id), &at) ? at : SIZE_MAX;
}

/* Each article is shown by one record: further ones say that another leads. */
static enum status write_file(struct paper *paper, struct arena *arena, const struct file *file,
                              const struct store_article *row, const struct record *record,
                              struct error *error) {
    struct sealed_file sealed = {.path = file->path, .row = row, .further = file->further};
    struct buf made;
    const struct store_article *own_row = file->further ? NULL : row;
    enum status status = recorded_bytes(paper, arena, file->path, own_row, &sealed.bytes, error);
    if (status != STATUS_OK)
        return status;
    paper->report->articles++;
    sealed.recorded = !str_absent(sealed.bytes);
    if (sealed.recorded)
        return sealed_write(paper, arena, &sealed, error);
    struct record own = *record;
    if (file->further) {
        own.heat = SCORE_FOLLOWER;
        own.published = false;
    }
    buf_init(&made, RECORD_BYTES_MOST);
    record_write(&own, &made);
    sealed.bytes = buf_str(&made);
    status = buf_check(&made, error);
    if (status == STATUS_OK)
        status = sealed_write(paper, arena, &sealed, error);
    buf_release(&made);
    return status;
}

static enum status write_each(struct paper *paper, struct arena *arena,
                              const struct store_article *row, struct str path,
                              const struct record *record, struct error *error) {
    struct file file = {.path = path};
    enum status status = write_file(paper, arena, &file, row, record, error);
    size_t at = first_further(paper, row);
    while (status == STATUS_OK && (at = next_file(paper, row, at, &file)) != SIZE_MAX)
        status = write_file(paper, arena, &file, row, record, error);
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
    return known_get(paper, arena, KEYS_RECORD, *names, story->count, error);
}

/* `all` are the members as related items; `related` has room for as many. */
static enum status write_member(struct paper *paper, struct arena *arena,
                                const struct paper_story *story, size_t itself, struct str path,
                                const struct record_related *all, struct record_related *related,
                                struct error *error) {
    const struct paper_member *member = &story->members[itself];
    struct record_image logo;
    struct record record;
    fill(paper, arena, member, &logo, &record);
    record.related = related;
    record.related_count = others(all, story, itself, related);
    enum status status = arena_status(arena, error);
    return status != STATUS_OK ? status
                               : write_each(paper, arena, member->row, path, &record, error);
}

static enum status add(struct paper *paper, struct arena *arena, const struct paper_story *story,
                       struct error *error) {
    struct store_key *names;
    enum status status = names_of(paper, arena, story, &names, error);
    struct record_related *all = arena_array(arena, story->count, struct record_related);
    struct record_related *related = arena_array(arena, story->count, struct record_related);
    if (status != STATUS_OK)
        return status;
    if (all == NULL || related == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < story->count; i++)
        relate(arena, &story->members[i], &all[i]);
    for (size_t i = 0; i < story->count && status == STATUS_OK; i++) {
        if (!str_absent(names[i].value))
            status = write_member(paper, arena, story, i, names[i].value, all, related, error);
    }
    return status;
}

enum status records_add(struct paper *paper, const struct paper_story *story, struct error *error) {
    return add(paper, &paper->arena, story, error);
}

enum status records_make(const struct paper *paper, struct arena *arena,
                         const struct paper_story *story, size_t itself, struct record *record,
                         struct error *error) {
    struct record_related *all = arena_array(arena, story->count, struct record_related);
    struct record_related *related = arena_array(arena, story->count, struct record_related);
    struct record_image *logo = arena_new(arena, struct record_image);
    if (all == NULL || related == NULL || logo == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < story->count; i++)
        relate(arena, &story->members[i], &all[i]);
    fill(paper, arena, &story->members[itself], logo, record);
    record->related = related;
    record->related_count = others(all, story, itself, related);
    return arena_status(arena, error);
}

/* Articles without a story: a story of one each, as far as their records go. */
static enum status add_lone(struct paper *paper, struct arena *arena,
                            const struct store_article *row, struct error *error) {
    struct paper_member member;
    struct paper_story story = {.members = &member, .count = 1};
    enum status status = paper_member(paper, arena, row, &member, error);
    return status == STATUS_OK ? add(paper, arena, &story, error) : status;
}

enum status records_add_lone(struct paper *paper, struct str id, struct error *error) {
    struct store_article *row;
    enum status status =
        store_articles_get(paper->context->store, &paper->arena, &id, 1, &row, error);
    return status == STATUS_OK && row->id[0] != '\0' ? add_lone(paper, &paper->arena, row, error)
                                                     : status;
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
    if (status == STATUS_OK)
        status = sealed_edition(paper, error);
    return status == STATUS_OK ? tree_settle(paper->records, error) : status;
}
