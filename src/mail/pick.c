#include "mail/pick.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "issue/cadence.h"
#include "press/issued.h"
#include "publish/paper.h"
#include "publish/pictures.h"
#include "text/excerpt.h"
#include "words/words.h"

enum {
    NEWEST_BEFORE = 30 * DAY_SECONDS, /* how old what is shown for the first time may be */
    HEADLINE_MOST = 300,              /* characters */
    NAME_MOST = 100,
    SENTENCE_LEAST = 60, /* a first sentence that is shorter takes the next along */
    NAMED_MOST = ISSUE_OUTLETS_MOST,
};

struct picking {
    const struct mail_pick *pick;
    struct arena *arena;
    struct paper paper;
    struct arena reading; /* the story at hand */
    struct issue *issue;
    struct str *providers; /* of what was taken */
};

/* ---- since when ---- */

static enum status find_since(const struct mail_pick *pick, struct arena *arena, int64_t *since,
                              struct error *error) {
    struct issued last;
    struct issue issue;
    bool found;
    *since = pick->since;
    if (*since != TIME_NONE)
        return STATUS_OK;
    *since = cadence_last(pick->list, pick->zone, pick->at - 1);
    enum status status = issued_last(pick->store, arena, pick->list->id, &last, &found, error);
    if (status != STATUS_OK || !found)
        return status;
    *since = last.at;
    status = issued_read(pick->store, arena, &last, &issue, NULL);
    if (status == STATUS_OK)
        *since = issue.at;
    return status == STATUS_MEMORY ? error_memory(error) : STATUS_OK;
}

/* ---- what may be taken ---- */

static int hottest_first(const void *left, const void *right) {
    const struct store_story *a = left, *b = right;
    if (a->heat != b->heat)
        return a->heat > b->heat ? -1 : 1;
    if (a->newest != b->newest)
        return a->newest > b->newest ? -1 : 1;
    return strcmp(a->id, b->id);
}

/* Leaves the stories that were first shown in the issue's time. */
static enum status keep_shown(struct picking *picking, struct store_story *stories, size_t *count,
                              struct error *error) {
    struct store_key *keys = arena_array(picking->arena, *count, struct store_key);
    size_t kept = 0;
    if (keys == NULL)
        return arena_status(picking->arena, error);
    for (size_t i = 0; i < *count; i++)
        keys[i].key = str_from(stories[i].id);
    enum status status =
        store_keys_get(picking->pick->store, picking->arena, KEYS_SHOWN, keys, *count, error);
    for (size_t i = 0; status == STATUS_OK && i < *count; i++) {
        int64_t shown;
        if (str_to_i64(keys[i].value, &shown) && shown > picking->issue->since &&
            shown <= picking->issue->at)
            stories[kept++] = stories[i];
    }
    *count = kept;
    return status;
}

static enum status find_candidates(struct picking *picking, struct store_story **stories,
                                   size_t *count, struct error *error) {
    enum status status = store_stories_list(picking->pick->store, picking->arena,
                                            picking->issue->since - NEWEST_BEFORE, INT64_MAX, true,
                                            stories, count, error);
    if (status == STATUS_OK)
        status = keep_shown(picking, *stories, count, error);
    if (status == STATUS_OK && *count > 0)
        qsort(*stories, *count, sizeof **stories, hottest_first);
    return status;
}

/* Whether the story, or one that became part of it, was in an issue of the list: a story has the id
 * of the article that founded it. */
static enum status was_issued(struct picking *picking, const struct paper_story *story, bool *was,
                              struct error *error) {
    struct arena *arena = &picking->reading;
    struct store_key *keys = arena_array(arena, story->count + 1, struct store_key);
    struct str list = picking->pick->list->id;
    *was = false;
    for (size_t i = 0; keys != NULL && i <= story->count; i++) {
        const char *id = i < story->count ? story->members[i].row->id : story->id;
        keys[i].key = ARENA_JOIN(arena, list, STR("/"), str_from(id));
    }
    enum status status = arena_status(arena, error);
    if (status == STATUS_OK)
        status = store_keys_get(picking->pick->store, arena, KEYS_IN_ISSUE, keys, story->count + 1,
                                error);
    for (size_t i = 0; status == STATUS_OK && i <= story->count; i++)
        *was |= !str_absent(keys[i].value);
    return status;
}

static bool has_topic(const struct picking *picking, const struct store_article *row) {
    size_t wanted = picking->pick->list->topic_index;
    for (size_t i = 0; i < row->topic_count; i++)
        if (paper_topic(&picking->paper, row->topics[i]) == wanted)
            return true;
    return wanted == SIZE_MAX;
}

/* One outlet does not lead more stories than on the front page. */
static bool is_crowded(const struct picking *picking, struct str provider) {
    int64_t same = 0;
    for (size_t i = 0; i < picking->issue->count; i++)
        same += str_eq(picking->providers[i], provider);
    return same >= picking->pick->edition->publish.front_per_provider;
}

/* ---- what is taken of a story ---- */

static struct str clean(struct picking *picking, struct str text, size_t characters) {
    struct str line = utf8_clean_copy(picking->arena, text, UTF8_LINE, ISSUE_BYTES_MOST);
    return str_empty(line) ? STR_NONE : text_shorten(picking->arena, line, characters);
}

/* Where a sentence ends that ends at or behind `least` characters; 0 when none does. */
static size_t sentence_end(struct str text, size_t least) {
    for (size_t i = utf8_offset(text, least); i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        bool spaced = i == text.n || text.p[i] == ' ';
        if (c == 0x3002 || ((c == '.' || c == '!' || c == '?') && spaced))
            return i;
    }
    return 0;
}

static struct str sentence_of(struct picking *picking, struct str excerpt) {
    struct str line = utf8_clean_copy(picking->arena, excerpt, UTF8_LINE, ISSUE_BYTES_MOST);
    size_t end = sentence_end(line, SENTENCE_LEAST);
    if (end > 0)
        line = str_take(line, end);
    return str_empty(line) ? STR_NONE : text_shorten(picking->arena, line, ISSUE_SENTENCE_MOST);
}

static struct str outlet_of(const struct paper_member *member) {
    return str_first_of(member->article.provider_name, member->article.provider_domain);
}

/* The names of other outlets, each once, all of them or one less where some are left out. */
static void name_others(struct picking *picking, const struct paper_story *story,
                        struct issue_story *item) {
    size_t others = story->outlets - 1;
    size_t most = others <= NAMED_MOST ? others : NAMED_MOST - 1;
    for (size_t i = 1; i < story->visible && item->other_count < most; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = str_eq(story->members[k].row->provider, story->members[i].row->provider);
        struct str name = clean(picking, outlet_of(&story->members[i]), NAME_MOST);
        if (!again && !str_absent(name))
            item->others[item->other_count++] = name;
    }
}

/* As on pages: every article has the main topic, which says nothing beside another one. */
static struct str topic_of(const struct picking *picking, const struct store_article *row) {
    const struct edition *edition = picking->pick->edition;
    for (size_t i = 0; i < row->topic_count; i++) {
        size_t index = paper_topic(&picking->paper, row->topics[i]);
        if (index != SIZE_MAX && (index != edition->main_topic || row->topic_count == 1))
            return edition->topics[index].name;
    }
    return STR_NONE;
}

static struct str link_or_none(struct picking *picking, struct str url) {
    return issue_link_valid(url) ? arena_copy(picking->arena, url) : STR_NONE;
}

static enum status take_picture(struct picking *picking, const struct article *article,
                                struct issue_story *item, struct error *error) {
    struct pictures_lettered found;
    enum status status =
        pictures_for_letter(&picking->paper, &picking->reading, article, &found, error);
    if (status != STATUS_OK || str_absent(found.path))
        return status;
    item->picture = arena_copy(picking->arena, found.path);
    item->picture_width = found.width;
    item->picture_height = found.height;
    item->picture_credit = clean(picking, found.credit, NAME_MOST);
    return STATUS_OK;
}

static enum status take(struct picking *picking, const struct paper_story *story,
                        struct error *error) {
    struct arena *arena = picking->arena;
    const struct edition *edition = picking->pick->edition;
    const struct paper_member *lead = &story->members[0];
    const struct article *article = &lead->article;
    struct issue *issue = picking->issue;
    struct issue_story *item = &issue->stories[issue->count];
    bool foreign = !words_same_language(article->language, edition->locale);
    *item = (struct issue_story){
        .story = arena_copy(arena, str_from(story->id)),
        .article = arena_copy(arena, str_from(lead->row->id)),
        .topic = topic_of(picking, lead->row),
        .headline = clean(picking, article->title, HEADLINE_MOST),
        .sentence = sentence_of(picking, article->excerpt),
        .url = link_or_none(picking, paper_target(article)),
        .page = link_or_none(
            picking, ARENA_JOIN(arena, edition->url, STR("/"), paper_address(arena, story))),
        .provider = clean(picking, outlet_of(lead), NAME_MOST),
        .language = foreign ? arena_copy(arena, article->language) : STR_NONE,
        .published = article->published,
        .outlets = (int64_t)story->outlets,
    };
    if (str_absent(item->headline))
        return STATUS_OK;
    name_others(picking, story, item);
    picking->providers[issue->count++] = arena_copy(arena, lead->row->provider);
    return take_picture(picking, article, item, error);
}

/* ---- the issue ---- */

/* Takes the story if it is one for the issue. */
static enum status consider(struct picking *picking, const struct store_story *known,
                            struct error *error) {
    const struct edition_mail *mail = &picking->pick->edition->mail;
    struct str lead = str_from(known->lead);
    struct paper_story *story;
    bool was;
    arena_clear(&picking->reading);
    enum status status = paper_get(&picking->paper, &picking->reading, &lead, 1, &story, error);
    if (status != STATUS_OK || story->count == 0 || !story->shown ||
        (picking->issue->count >= (size_t)mail->stories_least && story->outlets < 2) ||
        !has_topic(picking, story->members[0].row) ||
        is_crowded(picking, story->members[0].row->provider))
        return status;
    status = was_issued(picking, story, &was, error);
    if (status == STATUS_OK && !was)
        status = take(picking, story, error);
    return status == STATUS_OK ? arena_status(picking->arena, error) : status;
}

static enum status fill(struct picking *picking, struct error *error) {
    const struct edition_mail *mail = &picking->pick->edition->mail;
    struct store_story *stories;
    size_t count;
    picking->issue->stories =
        arena_array(picking->arena, (size_t)mail->stories_most, struct issue_story);
    picking->providers = arena_array(picking->arena, (size_t)mail->stories_most, struct str);
    enum status status = arena_status(picking->arena, error);
    if (status == STATUS_OK)
        status = find_candidates(picking, &stories, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (picking->issue->count == (size_t)mail->stories_most)
            break;
        status = consider(picking, &stories[i], error);
    }
    return status;
}

enum status mail_pick_issue(const struct mail_pick *pick, struct arena *arena, struct issue *issue,
                            struct error *error) {
    const struct publish_context context = {
        .folder = pick->folder, .edition = pick->edition, .store = pick->store};
    struct picking picking = {.pick = pick, .arena = arena, .issue = issue};
    *issue = (struct issue){
        .id = issue_id(arena, pick->edition, pick->list, zone_day(pick->zone, pick->at)),
        .list = pick->list->id,
        .state = pick->edition->mail.review == REVIEW_NONE ? ISSUE_APPROVED : ISSUE_DRAFT,
        .at = pick->at,
        .send = pick->at,
    };
    arena_init(&picking.reading, 1 << 28);
    enum status status = find_since(pick, arena, &issue->since, error);
    if (status == STATUS_OK)
        status = paper_open_reading(&picking.paper, &context, error);
    if (status == STATUS_OK)
        status = fill(&picking, error);
    paper_close(&picking.paper);
    arena_release(&picking.reading);
    return status;
}
