#include "publish/view.h"

#include <stdlib.h>

#include "publish/pictures.h"
#include "text/excerpt.h"
#include "words/words.h"

enum { EXCERPT_CHARACTERS = 240, TOPICS_SHOWN = 3, NAMES_SHOWN = 3, ALSO_SHOWN = 12 };

int view_size(const struct edition *edition, int64_t heat) {
    int size = 1;
    while (size <= EDITION_SIZES && heat >= edition->publish.front_sizes[size - 1])
        size++;
    return size;
}

void view_time(const struct paper *paper, struct arena *arena, struct template_value *map,
               const char *key, int64_t time) {
    char iso[TIME_TEXT];
    if (time == TIME_NONE)
        return;
    struct template_value *value = template_put_map(arena, map, key);
    template_put_text(arena, value, "iso", arena_copy(arena, str_from(time_format(time, iso))));
    template_put_text(arena, value, "text", words_time(arena, paper->words, time));
    template_put_text(arena, value, "long", words_long_time(arena, paper->words, time));
}

void view_shown(const struct paper *paper, struct arena *arena, struct template_value *map,
                enum words_phrase phrase, size_t number) {
    struct str digits = arena_format(arena, "%zu", number);
    template_put_text(arena, map, "shown",
                      words_fill(arena, words_say(paper->words, phrase), &digits, 1));
}

/* A phrase about something that may be absent. */
static struct str said_of(const struct paper *paper, struct arena *arena, enum words_phrase phrase,
                          struct str what) {
    return str_empty(what) ? STR_NONE
                           : words_fill(arena, words_say(paper->words, phrase), &what, 1);
}

static struct str outlet(const struct paper_member *member) {
    return str_first_of(member->article.provider_name, member->article.provider_domain);
}

static bool is_copy(const struct paper_member *member) {
    return member->row->copy_of[0] != '\0';
}

/* Present even when it is empty: a name that is missing would be looked up in the story around. */
static void put_always(struct arena *arena, struct template_value *map, const char *key,
                       struct str text) {
    template_put_text(arena, map, key, str_absent(text) ? STR("") : text);
}

/* Where the page of its outlet is. */
static void put_outlet(struct arena *arena, const struct paper_member *member,
                       struct template_value *map) {
    put_always(arena, map, "outlet", paper_provider_address(arena, member->row->provider));
}

/* What every member has on a page: outlet, time, headline, where it leads. */
static void put_member(const struct paper *paper, struct arena *arena,
                       const struct paper_member *member, struct template_value *map) {
    const struct article *article = &member->article;
    struct str language = article->language;
    if (words_same_language(language, paper->edition->locale))
        language = STR_NONE;
    template_put_text(arena, map, "id", str_from(member->row->id));
    put_always(arena, map, "url", paper_target(article));
    put_always(arena, map, "headline", article->title);
    put_always(arena, map, "provider", outlet(member));
    put_always(arena, map, "domain", article->provider_domain);
    put_always(arena, map, "byline",
               str_eq_case(article->byline, outlet(member)) ? STR_NONE : article->byline);
    put_always(arena, map, "lang", language);
    template_put_text(arena, map, "dir", words_right_to_left(language) ? STR("rtl") : STR("ltr"));
    template_put_boolean(arena, map, "video", str_eq(article->type, STR("video")));
    template_put_boolean(arena, map, "official", article->official);
    template_put_boolean(arena, map, "paywalled", article->paywalled);
    view_time(paper, arena, map, "time", article->published);
    view_time(paper, arena, map, "updated", article->updated);
    if (article->updated == TIME_NONE)
        template_put_boolean(arena, map, "updated", false);
    template_put_boolean(arena, map, "withdrawn", article->withdrawn > 0);
}

void view_line(const struct paper *paper, struct arena *arena, const struct paper_line *line,
               struct template_value *map) {
    put_member(paper, arena, &line->member, map);
    put_outlet(arena, &line->member, map);
    template_put_text(arena, map, "address", line->address);
    if (line->articles > 1)
        template_put_text(
            arena, map, "articles",
            said_of(paper, arena, WORDS_story_of,
                    words_count(arena, paper->words, WORDS_articles, (uint64_t)line->articles)));
}

static void put_topics(const struct paper *paper, struct arena *arena,
                       const struct store_article *row, size_t most, struct template_value *map) {
    struct template_value *list = template_put_list(arena, map, "topics");
    size_t shown = 0;
    for (size_t i = 0; i < row->topic_count && shown < most; i++) {
        size_t index = paper_topic(paper, row->topics[i]);
        /* Every article has the main topic: it says nothing beside another one. */
        if (index == SIZE_MAX || (index == paper->edition->main_topic && row->topic_count > 1))
            continue;
        const struct edition_topic *topic = &paper->edition->topics[index];
        struct template_value *value = template_add_map(arena, list);
        template_put_text(arena, value, "name", topic->name);
        template_put_text(arena, value, "address", paper_topic_address(arena, topic));
        shown++;
    }
}

/* "Outlet A, Outlet B and 4 more", of the different outlets besides the lead's. */
static void put_names(const struct paper *paper, struct arena *arena,
                      const struct paper_story *story, struct template_value *map) {
    struct str names = STR("");
    size_t shown = 0, others = story->outlets - 1;
    size_t most = others <= NAMES_SHOWN ? NAMES_SHOWN : NAMES_SHOWN - 1;
    for (size_t i = 1; i < story->visible && shown < most; i++) {
        const struct paper_member *member = &story->members[i];
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = str_eq(story->members[k].row->provider, member->row->provider);
        if (again)
            continue;
        names = ARENA_JOIN(arena, names, shown > 0 ? words_say(paper->words, WORDS_comma) : STR(""),
                           outlet(member));
        shown++;
    }
    if (shown == 0)
        names = words_say(paper->words, WORDS_same_outlet);
    else if (others > shown)
        names = ARENA_JOIN(arena, names,
                           words_count(arena, paper->words, WORDS_and_more, others - shown));
    template_put_text(arena, map, "names", names);
}

/* Who else has it; copies of one text are named together. */
static void put_also(const struct paper *paper, struct arena *arena,
                     const struct paper_story *story, struct template_value *map) {
    if (story->visible < 2)
        return;
    struct template_value *also = template_put_map(arena, map, "also");
    struct template_value *items = template_put_list(arena, also, "items");
    struct template_value *copies = NULL, *same = NULL;
    size_t shown = 0, copied = 0;
    put_names(paper, arena, story, also);
    for (size_t i = 1; i < story->visible; i++) {
        const struct paper_member *member = &story->members[i];
        if (!is_copy(member)) {
            if (shown++ < ALSO_SHOWN)
                put_member(paper, arena, member, template_add_map(arena, items));
            continue;
        }
        if (copied++ == 0) {
            copies = template_put_map(arena, also, "copies");
            same = template_put_list(arena, copies, "items");
        }
        if (copied > ALSO_SHOWN)
            continue;
        struct template_value *value = template_add_map(arena, same);
        template_put_text(arena, value, "comma",
                          copied > 1 ? words_say(paper->words, WORDS_comma) : STR_NONE);
        put_member(paper, arena, member, value);
    }
    if (shown > ALSO_SHOWN)
        template_put_text(arena, also, "more",
                          words_count(arena, paper->words, WORDS_more, shown - ALSO_SHOWN));
    if (copied > 0)
        template_put_text(arena, copies, "words",
                          words_count(arena, paper->words, WORDS_same_text, copied));
}

static void put_heat(const struct paper *paper, struct arena *arena,
                     const struct paper_story *story, struct template_value *map) {
    struct template_value *heat = template_put_map(arena, map, "heat");
    template_put_integer(arena, heat, "points", story->heat);
    template_put_integer(arena, heat, "step", view_size(paper->edition, story->heat));
    template_put_text(arena, heat, "words",
                      words_count(arena, paper->words, WORDS_outlets, story->outlets));
    view_time(paper, arena, heat, "rising", story->rising);
}

/* An outlet's file may allow less, or more. */
static size_t excerpt_most(const struct paper *paper, const struct article *article) {
    const struct edition_provider *known =
        edition_find_provider(paper->edition, article->provider_domain);
    return known != NULL && known->excerpt > 0 ? (size_t)known->excerpt : EXCERPT_CHARACTERS;
}

void view_story(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                int size, struct str picture, struct template_value *map) {
    const struct paper_member *lead = &story->members[0];
    put_member(paper, arena, lead, map);
    template_put_text(arena, map, "address", paper_address(arena, story));
    template_put_integer(arena, map, "size", size);
    put_always(arena, map, "excerpt",
               text_shorten(arena, lead->article.excerpt, excerpt_most(paper, &lead->article)));
    pictures_put(paper, arena, story, picture, map);
    put_also(paper, arena, story, map);
    put_topics(paper, arena, lead->row, TOPICS_SHOWN, map);
    put_heat(paper, arena, story, map);
}

/* The headline of the member that this one repeats, else absent. */
static struct str original_of(const struct paper_story *story, const struct paper_member *copy) {
    for (size_t i = 0; i < story->count; i++)
        if (strcmp(story->members[i].row->id, copy->row->copy_of) == 0)
            return outlet(&story->members[i]);
    return STR_NONE;
}

static struct str sentence(struct arena *arena, struct str json) {
    struct score score = {0};
    struct buf words;
    if (str_absent(json) || score_read(arena, json, &score, NULL) != STATUS_OK)
        return STR_NONE;
    buf_init(&words, 16384);
    score_sentence(&score, &words);
    struct str copy = arena_copy(arena, buf_str(&words));
    buf_release(&words);
    return copy;
}

/* What changed of it since it was first seen, the newest first. */
static void put_changes(const struct paper *paper, struct arena *arena,
                        const struct article *article, struct template_value *map) {
    struct template_value *list = template_put_list(arena, map, "changes");
    for (size_t i = article->change_count; i-- > 0;) {
        const struct article_change *change = &article->changes[i];
        struct template_value *value = template_add_map(arena, list);
        view_time(paper, arena, value, "time", change->at);
        put_always(arena, value, "before",
                   said_of(paper, arena, WORDS_headline_was, change->title));
        template_put_boolean(arena, value, "text", change->kept < 1000);
        template_put_boolean(arena, value, "gone", change->gone);
        template_put_boolean(arena, value, "back", change->back);
    }
}

static void put_told(const struct paper *paper, struct arena *arena,
                     const struct paper_story *story, size_t i, struct template_value *value) {
    const struct paper_member *member = &story->members[i];
    put_member(paper, arena, member, value);
    put_outlet(arena, member, value);
    template_put_boolean(arena, value, "lead", i == 0);
    put_always(arena, value, "excerpt", is_copy(member) ? STR_NONE : member->article.excerpt);
    template_put_boolean(arena, value, "copy", is_copy(member));
    if (is_copy(member))
        put_always(arena, value, "original",
                   said_of(paper, arena, WORDS_repeats_of, original_of(story, member)));
    put_changes(paper, arena, &member->article, value);
    if (paper->context->points)
        put_always(arena, value, "points", sentence(arena, member->row->score));
}

/* A member's place in time. */
struct moment {
    int64_t published;
    size_t member;
};

static int newest_first(const void *left, const void *right) {
    const struct moment *a = left, *b = right;
    if (a->published != b->published)
        return a->published > b->published ? -1 : 1;
    return a->member < b->member ? -1 : a->member > b->member;
}

/* The members day by day, the newest first; those of a single day in the story's order. */
static void put_days(const struct paper *paper, struct arena *arena,
                     const struct paper_story *story, struct template_value *map) {
    struct template_value *days = template_put_list(arena, map, "days"), *members = NULL;
    struct moment *moments = arena_array(arena, story->visible, struct moment);
    if (moments == NULL)
        return;
    for (size_t i = 0; i < story->visible; i++)
        moments[i] = (struct moment){story->members[i].row->published, i};
    bool several = false;
    for (size_t i = 1; i < story->visible; i++)
        several |= day_of(moments[i].published) != day_of(moments[0].published);
    if (several)
        qsort(moments, story->visible, sizeof *moments, newest_first);
    for (size_t i = 0, to; i < story->visible; i = to) {
        int64_t day = day_of(moments[i].published);
        struct template_value *value = template_add_map(arena, days);
        for (to = i; to < story->visible && day_of(moments[to].published) == day; to++)
            ;
        put_always(arena, value, "day",
                   several ? words_day(arena, paper->words, moments[i].published) : STR_NONE);
        put_always(arena, value, "count", words_count(arena, paper->words, WORDS_articles, to - i));
        template_put_boolean(arena, value, "began", several && to == story->visible);
        members = template_put_list(arena, value, "members");
        for (size_t k = i; k < to; k++)
            put_told(paper, arena, story, moments[k].member, template_add_map(arena, members));
    }
}

/* The day whose page has the story. */
static void put_date(const struct paper *paper, struct arena *arena, int64_t published,
                     struct template_value *map) {
    int64_t day = paper_day(paper, published);
    if (day < PUBLISH_DAY_LEAST)
        return;
    struct template_value *date = template_put_map(arena, map, "date");
    template_put_text(arena, date, "name", words_day(arena, paper->words, day * DAY_SECONDS));
    template_put_text(arena, date, "address", paper_day_address(arena, day));
}

void view_members(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                  struct template_value *map) {
    struct template_value *list = template_put_list(arena, map, "members");
    for (size_t i = 0; i < story->visible; i++)
        put_told(paper, arena, story, i, template_add_map(arena, list));
    put_outlet(arena, &story->members[0], map);
    put_date(paper, arena, story->members[0].row->published, map);
    put_days(paper, arena, story, map);
    if (paper->context->points)
        template_put_text(arena, map, "points", sentence(arena, story->score));
}
