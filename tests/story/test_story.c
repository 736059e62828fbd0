#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/map.h"
#include "story/story.h"

static const struct story_settings settings = {.window = 72 * HOUR_SECONDS};

/* One article of a stream and where it must end. */
struct expected {
    struct story_document document;
    const char *story, *copy_of; /* "" for none */
};

#define AT(day, hour, minute) ((((day)-1) * 24 + (hour)) * 3600 + (minute)*60 + INT64_C(1654041600))

/* The facts of the seed record, and the space company that an earlier system put with them. */
static const struct expected seed[] = {
    {{.id = STR_INIT("space"),
      .title = STR_INIT("Chinese space company wins in top int'l AI competition"),
      .excerpt = STR_INIT("STAR.VISION AEROSPACE GROUP LIMITED won the second place in the "
                          "MultiEarth 2022 competition at CVPR, a top conference on computer "
                          "vision and artificial intelligence."),
      .published = AT(29, 12, 0),
      .provider = STR_INIT("businessinsider.com")},
     "space",
     ""},
    {{.id = STR_INIT("post"),
      .title = STR_INIT("SenseTime’s Challenges Are Anything but Artificial"),
      .excerpt = STR_INIT("It’s never a good sign when shares tank the moment a lockup expires. "
                          "Investors appear to be losing faith that the company can stay at the "
                          "cutting edge of a fast-moving field."),
      .published = AT(30, 2, 39),
      .provider = STR_INIT("washingtonpost.com")},
     "post",
     ""},
    {{.id = STR_INIT("journal"),
      .title = STR_INIT("Chinese AI Champion SenseTime’s Stock Tanks as Investor Lockup Ends"),
      .excerpt = STR_INIT("SoftBank-backed company listed in December despite being added to U.S. "
                          "blacklist."),
      .published = AT(30, 9, 32),
      .provider = STR_INIT("wsj.com")},
     "post",
     ""},
    {{.id = STR_INIT("stocks"),
      .title = STR_INIT("Steep drop in SenseTime stocks appears to reflect financial, not facial "
                        "recognition market"),
      .excerpt =
          STR_INIT("It has been a wild ride for SenseTime share prices, with an initial price "
                   "of HK$3.85 doubling in the weeks following its public stock launch."),
      .published = AT(30, 18, 21),
      .provider = STR_INIT("biometricupdate.com")},
     "post",
     ""},
    {{.id = STR_INIT("stock"),
      .title = STR_INIT("Steep drop in SenseTime stock appears to reflect financial, not facial "
                        "recognition market"),
      .excerpt =
          STR_INIT("It has been a wild ride for SenseTime share prices, with an initial price "
                   "of HK$3.85 doubling in the weeks following its public stock launch."),
      .published = AT(30, 18, 24),
      .provider = STR_INIT("biometricupdate.com")},
     "post",
     "stocks"},
};
enum { SEED = sizeof seed / sizeof seed[0] };

static void add(struct story_index *index, struct arena *arena,
                const struct story_document *document, struct story_decision *decision) {
    struct error error = {0};
    if (story_index_add(index, arena, document, decision, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

/* `story`: what each joins as it comes; NULL where only the final partition is known to be right.
 */
static void check_order(const size_t *order, size_t count, const char *story) {
    struct story_index *index = story_index_open(&settings);
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        const struct expected *expected = &seed[order[i]];
        struct story_decision decision;
        add(index, &arena, &expected->document, &decision);
        bool space = order[i] == 0;
        assert_true(story == NULL ||
                    str_eq(decision.story, space ? STR("space") : str_from(story)));
        assert_true(str_eq(decision.copy_of, str_from(expected->copy_of)));
    }
    assert_int_equal(story_index_refine(index, NULL), STATUS_OK);
    struct str id, final, copy_of, first = STR_NONE;
    for (size_t i = 0; story_index_member(index, i, &id, &final, &copy_of); i++) {
        bool space = str_eq(id, STR("space"));
        if (!space && str_absent(first))
            first = id;
        assert_true(str_eq(final, space ? STR("space") : first));
    }
    arena_release(&arena);
    story_index_close(index);
}

static void tells_the_seed_story(void **state) {
    (void)state;
    static const size_t by_time[] = {0, 1, 2, 3, 4};
    /* As two feeds bring them: one's articles, newest first or last, then the other's. */
    static const size_t one_feed_first[] = {0, 3, 4, 1, 2};
    static const size_t other_feed_first[] = {2, 1, 3, 4, 0};
    static const size_t without_space[] = {2, 3, 1, 4};
    check_order(by_time, SEED, "post");
    check_order(one_feed_first, SEED, "stocks");
    check_order(other_feed_first, SEED, "journal");
    check_order(without_space, 4, NULL);
}

/* A stream of made-up news: stories of some words of their own between common ones. */
enum { STREAM = 240, STREAM_STORIES = 40, TEXT_BYTES = 2000 };

struct stream {
    struct story_document documents[STREAM];
    char texts[STREAM][4][TEXT_BYTES];
};

static void put_words(char *out, const char *stem, size_t story, size_t from, size_t count) {
    size_t n = strlen(out);
    for (size_t i = 0; i < count && n + 40 < TEXT_BYTES; i++)
        n += (size_t)snprintf(out + n, TEXT_BYTES - n, "%s%c%c%zu ", stem, (char)('a' + story % 26),
                              (char)('a' + story / 26), from + i);
}

static void make_stream(struct stream *stream) {
    static const char *const outlets[] = {"a.example", "b.example", "c.example", "d.example",
                                          "e.example", "f.example", "g.example"};
    struct rng rng = rng_seeded(42);
    memset(stream, 0, sizeof *stream);
    for (size_t i = 0; i < STREAM; i++) {
        char(*texts)[TEXT_BYTES] = stream->texts[i];
        size_t story = (size_t)rng_below(&rng, STREAM_STORIES);
        snprintf(texts[0], TEXT_BYTES, "article-%zu", i);
        put_words(texts[1], "name", story, (size_t)rng_below(&rng, 3), 4);
        put_words(texts[1], "odd", (size_t)rng_below(&rng, 500), 0, 2);
        put_words(texts[2], "fact", story, (size_t)rng_below(&rng, 6), 12);
        put_words(texts[2], "common", 0, (size_t)rng_below(&rng, 20), 10);
        if (i % 5 == 0)
            put_words(texts[3], "long", story, 0, 90);
        int64_t published = INT64_C(1700000000) + (int64_t)(i * 3600);
        stream->documents[i] = (struct story_document){
            .id = str_from(texts[0]),
            .title = str_from(texts[1]),
            .excerpt = str_from(texts[2]),
            .text = str_from(texts[3]),
            .published = i % 17 == 3 ? TIME_NONE : published,
            .provider = str_from(outlets[i % 7]),
        };
    }
}

/* What was decided, as text, to compare. */
static void note(struct buf *out, const struct story_decision *decision) {
    buf_printf(out, "%.*s %.*s %lld", STR_ARG(decision->story), STR_ARG(decision->copy_of),
               (long long)decision->similarity);
    for (size_t i = 0; i < decision->reason_count; i++)
        buf_printf(out, " [%d %lld %.*s %.*s]", (int)decision->reasons[i].kind,
                   (long long)decision->reasons[i].value, STR_ARG(decision->reasons[i].other),
                   STR_ARG(decision->reasons[i].detail));
    buf_add_byte(out, '\n');
}

enum { FORGET_EVERY = 24, FORGET_BEHIND = 100 };

static void forget_before(struct story_index *index, size_t at) {
    if (at % FORGET_EVERY == 0 && at > FORGET_BEHIND)
        story_index_forget(index, INT64_C(1700000000) + (int64_t)((at - FORGET_BEHIND) * 3600));
}

/* The stream from `from` on, into an index that has what came before. */
static void go_on(struct story_index *index, struct stream *stream, size_t from, size_t to,
                  struct story_decision *decisions, struct arena *arena, struct buf *out) {
    for (size_t i = from; i < to; i++) {
        forget_before(index, i);
        add(index, arena, &stream->documents[i], &decisions[i]);
        note(out, &decisions[i]);
    }
}

static int64_t time_of(const struct stream *stream, size_t i) {
    while (stream->documents[i].published == TIME_NONE)
        i--;
    return stream->documents[i].published;
}

/* An index restored from the live articles goes on as the one that was interrupted. */
static void decides_alike_after_restart(void **state) {
    (void)state;
    static struct stream stream;
    static struct story_decision decisions[STREAM], again[STREAM];
    struct arena arena, other;
    struct buf all, part;
    make_stream(&stream);
    arena_init(&arena, 64 << 20);
    buf_init(&all, 64 << 20);
    buf_init(&part, 64 << 20);
    struct story_index *index = story_index_open(&settings);
    size_t ends[STREAM + 1] = {0};
    for (size_t i = 0; i < STREAM; i++) {
        go_on(index, &stream, i, i + 1, decisions, &arena, &all);
        ends[i + 1] = all.n;
    }
    story_index_close(index);
    size_t copies = 0, joined = 0;
    for (size_t i = 0; i < STREAM; i++) {
        copies += !str_empty(decisions[i].copy_of);
        joined += !str_eq(decisions[i].story, stream.documents[i].id);
    }
    assert_true(copies > 5 && joined > STREAM / 2); /* or the test would show nothing */
    for (size_t cut = 1; cut < STREAM; cut++) {
        size_t last = cut - 1, forgot = last - last % FORGET_EVERY;
        int64_t since = forgot > FORGET_BEHIND
                            ? INT64_C(1700000000) + (int64_t)((forgot - FORGET_BEHIND) * 3600)
                            : INT64_MIN;
        struct story_settings other_seed = {.window = settings.window, .seed = cut};
        index = story_index_open(&other_seed);
        for (size_t i = 0; i < cut; i++) {
            struct story_document document = stream.documents[i];
            document.published = time_of(&stream, i);
            /* The last says what time it was, also when it is forgotten at once. */
            if (document.published >= since)
                assert_int_equal(story_index_restore(index, &document, decisions[i].story,
                                                     decisions[i].copy_of, NULL),
                                 STATUS_OK);
        }
        arena_init(&other, 64 << 20);
        buf_clear(&part);
        go_on(index, &stream, cut, STREAM, again, &other, &part);
        assert_true(str_eq(buf_str(&part), str_skip(buf_str(&all), ends[cut])));
        arena_release(&other);
        story_index_close(index);
    }
    buf_release(&all);
    buf_release(&part);
    arena_release(&arena);
}

static size_t story_count(const struct story_index *index, size_t *largest) {
    struct map sizes;
    struct str id, story, copy_of;
    map_init(&sizes, 0);
    *largest = 0;
    for (size_t n = 0; story_index_member(index, n, &id, &story, &copy_of); n++) {
        bool fresh;
        struct map_entry *entry = map_ensure(&sizes, story, 0, &fresh);
        assert_non_null(entry);
        if (++entry->value > *largest)
            *largest = entry->value;
    }
    size_t count = sizes.n;
    map_release(&sizes);
    return count;
}

/* attacks.md M03: what says nothing is like nothing. */
static void piles_up_no_empties(void **state) {
    (void)state;
    static const struct {
        const char *title, *text;
    } kinds[] = {{"", ""},     {"Video", ""},        {"", "Sensation"}, {"the of and to", "it is"},
                 {"🎉🎉🎉", "🎉"}, {"Good morning", ""}, {"!!!", "..."},    {"News today", "the news"}};
    struct story_index *index = story_index_open(&settings);
    for (size_t i = 0; i < 400; i++) {
        char id[20];
        snprintf(id, sizeof id, "e%zu", i);
        struct story_document document = {.id = str_from(id),
                                          .title = str_from(kinds[i % 8].title),
                                          .text = str_from(kinds[i % 8].text),
                                          .published = TIME_NONE};
        struct story_decision decision;
        struct arena arena;
        arena_init(&arena, 1 << 20);
        add(index, &arena, &document, &decision);
        assert_true(str_eq(decision.story, document.id));
        arena_release(&arena);
    }
    size_t largest;
    assert_int_equal(story_index_refine(index, NULL), STATUS_OK);
    assert_int_equal(story_count(index, &largest), 400);
    story_index_close(index);
}

/* attacks.md M04: A~B~C~…: each like the one before, the last like nothing of the first. */
static void bounds_chains(void **state) {
    (void)state;
    enum { LINKS = 100, WORDS = 12 };
    struct story_index *index = story_index_open(&settings);
    for (size_t i = 0; i < LINKS; i++) {
        char id[20], title[400] = "";
        size_t n = 0;
        snprintf(id, sizeof id, "c%zu", i);
        for (size_t k = 0; k < WORDS; k++)
            n += (size_t)snprintf(title + n, sizeof title - n, "link%zux ", i * 4 + k);
        struct story_document document = {
            .id = str_from(id), .title = str_from(title), .published = TIME_NONE};
        struct story_decision decision;
        struct arena arena;
        arena_init(&arena, 1 << 20);
        add(index, &arena, &document, &decision);
        arena_release(&arena);
    }
    size_t largest;
    story_count(index, &largest);
    assert_true(largest > 1 && largest <= LINKS / 5);
    assert_int_equal(story_index_refine(index, NULL), STATUS_OK);
    story_count(index, &largest);
    assert_true(largest <= LINKS / 5);
    story_index_close(index);
}

static const char wire[] =
    "Harbour officials in Port Ellery closed the northern basin on Tuesday after divers found "
    "cracks "
    "in two of the pillars that carry the old customs bridge. Ferries to the islands will leave "
    "from "
    "the fishing quay until the repair is done, which engineers said could take eleven weeks and "
    "cost "
    "four million. The mayor, Ines Calloway, promised shop owners along the quay a cut in rent. "
    "Nobody was hurt when part of the railing fell last month, but the inspectors who came then "
    "had "
    "warned that salt had eaten deeper into the steel than anyone had thought possible.";

/* Pairs of articles, and what they are to each other. */
static void tells_pairs_apart(void **state) {
    (void)state;
    enum relation { APART, TOGETHER, COPY };
    static const struct {
        const char *says;
        struct story_document first, second;
        enum relation relation;
    } cases[] = {
        {"a wire text with another title and an outlet's line",
         {.title = STR_INIT("Port Ellery closes basin"), .text = STR_INIT(wire)},
         {.title = STR_INIT("Cracks found under bridge | The Daily Kelp"), .text = STR_INIT(wire)},
         COPY},
        {"one provider's series",
         {.title = STR_INIT("Podcast: Kestrel engines and the price of helium"),
          .provider = STR_INIT("p")},
         {.title = STR_INIT("Podcast: Why glassblowers moved to Olomouc"),
          .provider = STR_INIT("p")},
         APART},
        {"the same boilerplate excerpt under other titles",
         {.title = STR_INIT("Kestrel engines explained"),
          .excerpt = STR_INIT("Read more on our website, sign up for the weekly newsletter and get "
                              "all the stories that matter delivered to your inbox every morning."),
          .provider = STR_INIT("p")},
         {.title = STR_INIT("Glassblowers of Olomouc"),
          .excerpt = STR_INIT("Read more on our website, sign up for the weekly newsletter and get "
                              "all the stories that matter delivered to your inbox every morning."),
          .provider = STR_INIT("p")},
         APART},
        {"the same outlet's name under other headlines",
         {.title = STR_INIT("Kestrel engines | Port Ellery Harbour Gazette"),
          .provider = STR_INIT("Port Ellery Harbour Gazette")},
         {.title = STR_INIT("Glassblowers march | Port Ellery Harbour Gazette"),
          .provider = STR_INIT("Port Ellery Harbour Gazette")},
         APART},
        {"headlines of one event",
         {.title = STR_INIT("Earthquake of magnitude 6.1 shakes Kamtoro island")},
         {.title = STR_INIT("Kamtoro earthquake: hundreds flee to the hills")},
         TOGETHER},
        {"the same words eight days apart",
         {.title = STR_INIT("Earthquake of magnitude 6.1 shakes Kamtoro island"), .published = 0},
         {.title = STR_INIT("Earthquake of magnitude 6.1 shakes Kamtoro island"),
          .published = 8 * DAY_SECONDS},
         APART},
        {"two events of one kind",
         {.title = STR_INIT("Kamtoro police arrest three over jewel theft")},
         {.title = STR_INIT("Brest court jails banker for art theft")},
         APART},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct story_document first = cases[i].first, second = cases[i].second;
        struct story_index *index = story_index_open(&settings);
        struct story_decision decision;
        struct arena arena;
        first.id = STR("first");
        second.id = STR("second");
        arena_init(&arena, 1 << 20);
        add(index, &arena, &first, &decision);
        add(index, &arena, &second, &decision);
        bool together = str_eq(decision.story, first.id);
        enum relation relation = !str_empty(decision.copy_of) ? COPY : together ? TOGETHER : APART;
        if (relation != cases[i].relation)
            fail_msg("%s: %d", cases[i].says, (int)relation);
        arena_release(&arena);
        story_index_close(index);
    }
}

static void explains(void **state) {
    (void)state;
    static const struct {
        struct story_reason reason;
        const char *title, *text;
    } cases[] = {
        {{STORY_SAME_TEXT, 987, STR_INIT("x"), STR_INIT("")},
         "T",
         "98 % of the text is that of \"T\""},
        {{STORY_SAME_WORDS, 412, STR_INIT("x"), STR_INIT("SenseTime, lockup")},
         "T",
         "shares the words SenseTime, lockup with \"T\" (likeness 41 %)"},
        {{STORY_SAME_WORDS, 412, STR_INIT("x"), STR_INIT("")},
         NULL,
         "is worded like another article (likeness 41 %)"},
        {{STORY_SAME_TITLE, 1000, STR_INIT("x"), STR_INIT("")},
         "T",
         "its title is 100 % like that of \"T\""},
        {{STORY_FOUNDED, 0, STR_INIT(""), STR_INIT("")}, NULL, "nothing was near enough"},
        {{STORY_DECIDED, 700, STR_INIT("x"), STR_INIT("titles")},
         "T",
         "belongs to the story of \"T\" because the titles are alike"},
        {{STORY_NEAR, -300, STR_INIT("x"), STR_INIT("numbers")},
         "T",
         "is near the story of \"T\", but not of it because their numbers disagree"},
        {{STORY_NEAR, -300, STR_INIT("x"), STR_INIT("names")},
         "T",
         "is near the story of \"T\", but not of it because each names whom the other does not"},
        {{STORY_NEAR, -300, STR_INIT("x"), STR_INIT("outlets")},
         "T",
         "is near the story of \"T\", but not of it because one outlet has written both"},
        {{STORY_NEAR, -300, STR_INIT("x"), STR_INIT("told")},
         "T",
         "is near the story of \"T\", but not of it because what one's title says the other does "
         "not"},
        {{STORY_NEAR, -1, STR_INIT("x"), STR_INIT("series")},
         "T",
         "is near the story of \"T\", but not of it because both are parts of one series"},
        {{STORY_NEAR, 100, STR_INIT("x"), STR_INIT("words")},
         "T",
         "would fit the story of \"T\", too, but less well"},
        {{STORY_FOUNDED, 130, STR_INIT(""), STR_INIT("")},
         NULL,
         "nothing was near enough (the nearest article's likeness is 13 %)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        story_explain(&cases[i].reason, str_from(cases[i].title), &out);
        assert_string_equal(buf_cstr(&out), cases[i].text);
        buf_release(&out);
    }
}

static void compares_no_japanese_endings(void **state) {
    (void)state;
    static const struct story_document fireworks = {.id = STR_INIT("fireworks"),
                                                    .title = STR_INIT("花火をしていました")};
    static const struct story_document vote = {.id = STR_INIT("vote"),
                                               .title = STR_INIT("選挙をしていました")};
    struct story_index *index = story_index_open(&settings);
    struct story_decision decision;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    add(index, &arena, &fireworks, &decision);
    add(index, &arena, &vote, &decision);
    assert_true(str_eq(decision.story, STR("vote")));
    assert_int_equal(decision.similarity, 0);
    arena_release(&arena);
    story_index_close(index);
}

static void refuses_bad_documents(void **state) {
    (void)state;
    struct story_index *index = story_index_open(&settings);
    struct story_document nameless = {.title = STR("x")};
    struct story_document named = {.id = STR("x"), .title = STR("x")};
    struct story_decision decision;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(story_index_add(index, &arena, &nameless, &decision, NULL), STATUS_INVALID);
    assert_int_equal(story_index_restore(index, &named, STR_NONE, STR_NONE, NULL), STATUS_INVALID);
    arena_release(&arena);
    arena_init(&arena, 1);
    assert_int_equal(story_index_add(index, &arena, &named, &decision, NULL), STATUS_LIMIT);
    arena_release(&arena);
    story_index_close(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_seed_story),  cmocka_unit_test(decides_alike_after_restart),
        cmocka_unit_test(piles_up_no_empties),   cmocka_unit_test(bounds_chains),
        cmocka_unit_test(tells_pairs_apart),     cmocka_unit_test(explains),
        cmocka_unit_test(refuses_bad_documents), cmocka_unit_test(compares_no_japanese_endings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
