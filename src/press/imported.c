/* Folding imported records: an edition's past comes in as it was recorded (record-format.md, 5). */
#include "press/imported.h"

#include "article/video.h"
#include "press/rescore.h"
#include "press/state.h"
#include "url/url.h"

/* The day that a record's file name starts with, at midnight. */
static int64_t day_in_path(struct str path) {
    char stamp[TIME_TEXT];
    int64_t time;
    struct str name = str_skip(path, str_find_last_byte(path, '/') + 1);
    snprintf(stamp, sizeof stamp, "%.10sT00:00:00Z", name.n >= 10 ? name.p : "");
    return time_parse(str_from(stamp), &time) ? time : TIME_NONE;
}

enum status imported_article(struct arena *arena, const struct record *record, struct str path,
                             int64_t at, struct article *article, struct error *error) {
    int64_t day = day_in_path(path);
    int64_t published = record->published_time != TIME_NONE ? record->published_time : day;
    *article = (struct article){
        .title = record->title,
        .excerpt = record->excerpt,
        .type = record->type,
        .embed = video_player(arena, str_first_of(record->original_url, record->web_url)),
        .original_url = record->original_url,
        .web_url = record->web_url,
        .amp_url = record->amp_url,
        .cdn_amp_url = record->cdn_amp_url,
        .claimed = record->published_time,
        .published = published != TIME_NONE ? published : at,
        .seen = day != TIME_NONE ? day : at,
        .updated = TIME_NONE,
        .revisions = 1,
        .provider_name = record->provider.name,
        .provider_domain = record->provider.domain,
        .removed = record->removed,
        .imported = true,
        .image_count = record->image_count,
        .images = arena_array(arena, record->image_count, struct article_image),
    };
    if (article->images == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < record->image_count; i++)
        article->images[i] = (struct article_image){
            .url = record->images[i].url,
            .width = record->images[i].width,
            .height = record->images[i].height,
            .cached = record->images[i].cached,
        };
    return STATUS_OK;
}

/* An address by which nobody can be found counts as none: what a record says is what it says. */
static struct str usable(struct press *press, struct str address) {
    struct str canonical;
    return url_canonicalize(&press->scratch, &press->edition.addresses, address, STR_NONE, NULL,
                            &canonical, NULL) == STATUS_OK
               ? address
               : STR_NONE;
}

/* The keys of the addresses that the record names. */
static enum status record_keys(struct press *press, const struct record *record, struct str path,
                               struct str keys[ARTICLE_KEYS_MOST], size_t *count,
                               char id[ID_LENGTH + 1], struct error *error) {
    struct buf identity;
    struct str web = usable(press, record->web_url);
    const struct observation seen = {
        .link = str_first_of(usable(press, record->original_url), web),
        .canonical = web,
        .amp = usable(press, record->amp_url),
        .guid = path, /* for a record without any address */
        .title = record->title,
    };
    buf_init(&identity, 1 << 20);
    enum status status = article_keys(&press->scratch, &press->edition, &seen, keys, count, error);
    if (status == STATUS_OK)
        status = article_identity(&press->scratch, &press->edition, &seen, &identity, error);
    id_make(buf_str(&identity), id);
    buf_release(&identity);
    return status;
}

/* The story of the first related article that is known; its own when none is. */
static enum status story_of_related(struct press *press, const struct record *record,
                                    struct store_article *row, struct error *error) {
    memcpy(row->story, row->id, sizeof row->story);
    for (size_t i = 0; i < record->related_count; i++) {
        struct store_article *other;
        enum status status = find_related(press->store, &press->scratch, &press->edition,
                                          &record->related[i], &other, error);
        if (status != STATUS_OK)
            return status;
        if (other == NULL || other->story[0] == '\0')
            continue;
        memcpy(row->story, other->story, sizeof row->story);
        break;
    }
    return STATUS_OK;
}

/* What the record says of its score; the parts are ours where they come to the same sum. */
static enum status recorded_score(struct press *press, const struct article *article,
                                  const struct record *record, struct store_article *row,
                                  struct error *error) {
    struct topic_assignment *topics;
    struct score score;
    size_t count;
    enum status status = rescore_recorded_topics(&press->edition, press->classifier,
                                                 &press->scratch, record, &topics, &count, error);
    if (status == STATUS_OK)
        status = press_quality(press, article, row, topics, count, &score, error);
    if (status != STATUS_OK)
        return status;
    row->topics = arena_array(&press->scratch, count, struct str);
    struct score_part *recorded = arena_new(&press->scratch, struct score_part);
    if (row->topics == NULL || recorded == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < count; i++)
        row->topics[i] = press->edition.topics[topics[i].topic].id;
    row->topic_count = count;
    row->quality = record->has_quality ? record->quality : score.total;
    if (score.total != row->quality) {
        *recorded = (struct score_part){.name = STR("as recorded"), .points = row->quality};
        score = (struct score){.total = row->quality, .parts = recorded, .part_count = 1};
    }
    row->score = press_score_json(press, &score);
    return arena_status(&press->scratch, error);
}

/* Whether `a` leads rather than `b`, as their records say: followers have the least heat. */
static bool leads(const struct store_article *a, const struct store_article *b) {
    if (a->heat != b->heat)
        return a->heat > b->heat;
    if (a->quality != b->quality)
        return a->quality > b->quality;
    return a->published != b->published ? a->published < b->published : strcmp(a->id, b->id) < 0;
}

/* Every story has a lead, also one of which only followers were imported. */
static enum status mark_lead(struct press *press, struct store_article *rows, size_t count,
                             const struct store_article *lead, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (rows[i].lead == (&rows[i] == lead))
            continue;
        rows[i].lead = &rows[i] == lead;
        status = store_articles_put(press->store, &rows[i], 1, error);
    }
    return status;
}

/* A story of records is led as they say. */
static enum status note_story(struct press *press, struct str id, struct error *error) {
    struct store_article *rows;
    size_t count;
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = id};
    enum status status =
        store_articles_list(press->store, &press->scratch, &query, &rows, &count, error);
    if (status != STATUS_OK || count == 0)
        return status;
    for (size_t i = 0; i < count; i++)
        if (!str_absent(rows[i].reasons)) /* not of records alone: our rules hold */
            return press_settle_story(press, id, error);
    const struct store_article *lead = &rows[0];
    for (size_t i = 1; i < count; i++)
        if (leads(&rows[i], lead))
            lead = &rows[i];
    status = mark_lead(press, rows, count, lead, error);
    if (status != STATUS_OK)
        return status;
    const struct score_part part = {.name = STR("as recorded"), .points = lead->heat};
    const struct score score = {
        .total = lead->heat, .parts = (struct score_part[]){part}, .part_count = 1};
    struct store_story story = {
        .shown = lead->shown,
        .heat = lead->heat,
        .newest = INT64_MIN,
        .members = (int64_t)count,
        .changed = press->number,
        .score = press_score_json(press, &score),
    };
    for (size_t i = 0; i < count; i++)
        story.newest = rows[i].published > story.newest ? rows[i].published : story.newest;
    snprintf(story.id, sizeof story.id, "%.*s", STR_ARG(id));
    memcpy(story.lead, lead->id, sizeof story.lead);
    status = arena_status(&press->scratch, error);
    return status != STATUS_OK ? status : store_stories_put(press->store, &story, 1, error);
}

static enum status restore_live(struct press *press, const struct store_article *row,
                                struct error *error) {
    if (press->index_stale || row->published < press_live_from(press, press->at))
        return STATUS_OK; /* it comes with the others, or is too old */
    return press_live(press, row, error);
}

static enum status take_in(struct press *press, const struct record *record, struct str path,
                           const char *id, struct error *error) {
    struct article article;
    enum status status =
        imported_article(&press->scratch, record, path, press->at, &article, error);
    if (status != STATUS_OK)
        return status;
    article.official = edition_domain_official(&press->edition, record->provider.domain);
    memcpy(article.id, id, sizeof article.id);
    struct store_article row = {
        .seen = article.seen,
        .published = article.published,
        .arrived = press->number,
        .changed = press->number,
        .provider = article.provider_domain,
        .heat = record->has_heat ? record->heat : SCORE_FOLLOWER,
        .lead = record->has_heat && record->heat != SCORE_FOLLOWER,
        .shown = record->has_published && record->published,
        .data = press_article_json(press, &article),
    };
    memcpy(row.id, id, sizeof row.id);
    status = story_of_related(press, record, &row, error);
    if (status == STATUS_OK)
        status = recorded_score(press, &article, record, &row, error);
    if (status == STATUS_OK)
        status = store_articles_put(press->store, &row, 1, error);
    if (status == STATUS_OK)
        status = press_index_terms(press, &article, STR_NONE, error);
    if (status == STATUS_OK)
        status = note_story(press, str_from(row.story), error);
    if (status == STATUS_OK)
        status = restore_live(press, &row, error);
    return status;
}

enum status press_attach_record(struct press *press, struct str path, struct str id,
                                struct error *error) {
    struct store_key file = {.key = id};
    const struct store_key owner = {.key = path, .value = id};
    enum status status =
        store_keys_get(press->store, &press->scratch, KEYS_RECORD, &file, 1, error);
    for (unsigned k = 2; status == STATUS_OK && !str_absent(file.value); k++) {
        file = (struct store_key){.key = arena_format(&press->scratch, "%.*s/%u", STR_ARG(id), k)};
        status = store_keys_get(press->store, &press->scratch, KEYS_RECORD, &file, 1, error);
    }
    file.value = path;
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_RECORD, &file, 1, error);
    return status != STATUS_OK ? status : store_keys_put(press->store, KEYS_PATH, &owner, 1, error);
}

static enum status note_path(struct press *press, struct str path, struct str hash, struct str id,
                             struct error *error) {
    struct store_key owner = {.key = path};
    const struct store_key imported = {.key = path, .value = hash};
    enum status status = store_keys_put(press->store, KEYS_IMPORTED, &imported, 1, error);
    if (status == STATUS_OK)
        status = store_keys_get(press->store, &press->scratch, KEYS_PATH, &owner, 1, error);
    if (status != STATUS_OK || !str_absent(owner.value)) /* imported again */
        return status;
    return press_attach_record(press, path, id, error);
}

/* The article that one of the keys leads to; NULL when none does. */
static enum status find_owner(struct press *press, const struct str *keys, size_t count,
                              struct store_article **owner, struct error *error) {
    enum status status = STATUS_OK;
    *owner = NULL;
    for (size_t i = 0; status == STATUS_OK && *owner == NULL && i < count; i++)
        status = find_by_key(press->store, &press->scratch, keys[i], owner, error);
    return status;
}

enum status fold_imported(struct press *press, const struct json_value *body, struct error *error) {
    struct str path = json_get_str(body, "path");
    struct str hash = json_get_str(body, "text");
    struct str keys[ARTICLE_KEYS_MOST], bytes;
    struct store_key addresses[ARTICLE_KEYS_MOST];
    struct store_article *owner = NULL;
    struct record record;
    char id[ID_LENGTH + 1];
    size_t count;
    enum status status = press_text(press, hash, &bytes, error);
    if (status == STATUS_OK && str_absent(bytes))
        return STATUS_OK; /* erased since: the fact stays, the record is gone */
    if (status == STATUS_OK)
        status = record_read(&press->scratch, bytes, &record, error);
    if (status == STATUS_OK)
        status = record_keys(press, &record, path, keys, &count, id, error);
    if (status == STATUS_OK)
        status = find_owner(press, keys, count, &owner, error);
    if (status != STATUS_OK)
        return status;
    press->report->imported++;
    if (owner != NULL) {
        memcpy(id, owner->id, sizeof id);
        status = press_touch_story(press, str_from(owner->story), error);
    } else {
        status = take_in(press, &record, path, id, error);
    }
    for (size_t i = 0; i < count; i++)
        addresses[i] = (struct store_key){.key = keys[i], .value = str_from(id)};
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_ADDRESS, addresses, count, error);
    return status != STATUS_OK ? status : note_path(press, path, hash, str_from(id), error);
}
