#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story/settle.h"

static const struct story_settings settings = {.window = 72 * HOUR_SECONDS};

/* Articles about an eruption, a bank, and a fire; a letter each. */
static const struct {
    char id;
    const char *title;
} articles[] = {
    {'a', "Volcano erupts near the northern town of Skarvik"},
    {'b', "Volcano near Skarvik erupts, northern town evacuated"},
    {'c', "Skarvik volcano erupts: northern town of Skarvik evacuated at night"},
    {'d', "Eruption of Skarvik volcano: northern town evacuated"},
    {'m', "Central bank of Ruritania leaves interest rates unchanged"},
    {'n', "Ruritania central bank leaves its interest rates unchanged again"},
    {'o', "Interest rates unchanged, says central bank of Ruritania"},
    {'x', "Warehouse fire at Port Helmstad burns for third day"},
};
enum { ARTICLES = sizeof articles / sizeof articles[0], TEXT_MOST = 256 };

/* Where each article is before and after, as "abc mn x": a story a word, called by its first
 * letter; and what is said of pairs ("ab mx": two letters a pair). */
struct expected {
    const char *before, *together, *apart, *touched, *after;
    const char *refused; /* kinds of changes that the hand refuses: "u", "p", "m" */
    const char *named;   /* what the hand calls a new story */
};

static const struct expected cases[] = {
    {"abcd mno x", "", "", "amx", "abcd mno x", "", ""},
    /* What is one becomes one, whichever of them is looked at; what is not looked at stays. */
    {"ab cd mno x", "", "", "a", "abcd mno x", "", ""},
    {"ab cd mno x", "", "", "c", "abcd mno x", "", ""},
    {"ab cd mno x", "", "", "mx", "ab cd mno x", "", ""},
    {"ab cd mno x", "", "", "a", "ab cd mno x", "u", ""},
    {"a b c d mno x", "", "", "abcd", "abcd mno x", "", ""},
    /* What does not belong leaves: to its own story, or to a new one. */
    {"abcd mnox", "", "", "m", "abcd mno x", "", "x"},
    {"abcd mnox", "", "", "m", "abcd mnox", "p", "x"},
    {"abcdm no x", "", "", "a", "abcd nmo x", "", ""},
    /* Two stories in one, whose articles vouch for their own, part. */
    {"abcdmno x", "", "", "a", "abcd mno x", "", "m"},
    {"abcdmno x", "am", "", "a", "abcdmno x", "", "m"},
    {"abcdmno x", "ab", "", "a", "abcd mno x", "", "m"},
    /* An editor's word outranks likeness, and `apart` outranks `together`. */
    {"abcd mno x", "ax", "", "a", "abcdx mno", "", ""},
    {"abcd mno x", "ax", "", "x", "abcdx mno", "", ""},
    {"abcd mno x", "ax", "", "a", "abcd mno x", "u", ""},
    {"abcd mno x", "ax am", "", "a", "abcdxmno", "", ""},
    {"abcd mno x", "ax", "bx", "ax", "abcd mno x", "", ""},
    {"abcd mno x", "", "ab", "a", "acd b mno x", "", "b"},
    {"ab cd mno x", "", "bc", "ac", "ab cd mno x", "", ""},
    {"abcdx mno", "ax", "", "a", "abcdx mno", "", ""},
    {"abcd mno x", "aq", "aq", "a", "abcd mno x", "", ""}, /* nobody knows q */
};

struct hand {
    const struct expected *expected;
    char id[2];
    size_t changes;
};

/* The story with the smaller letter keeps its id. */
static enum status take(void *state, struct story_change *change, struct str *id,
                        struct error *error) {
    static const char kinds[] = {[STORY_UNITES] = 'u', [STORY_PARTS] = 'p', [STORY_MOVES] = 'm'};
    struct hand *hand = state;
    (void)error;
    hand->changes++;
    assert_true(hand->changes < 100);
    if (strchr(hand->expected->refused, kinds[change->kind]) != NULL)
        return STATUS_OK;
    hand->id[0] = change->kind == STORY_PARTS ? hand->expected->named[0] : change->other.p[0];
    if (change->kind == STORY_UNITES && change->story.p[0] < change->other.p[0])
        hand->id[0] = change->story.p[0];
    *id = str_of(hand->id, 1);
    return STATUS_OK;
}

/* The story of an article in "abc mn x"; '\0' when it is in none. */
static char story_in(const char *stories, char id) {
    const char *at = strchr(stories, id);
    while (at != NULL && at > stories && at[-1] != ' ')
        at--;
    return at != NULL ? *at : '\0';
}

static struct story_index *fill(const char *stories) {
    struct story_index *index = story_index_open(&settings);
    assert_non_null(index);
    for (size_t i = 0; i < ARTICLES; i++) {
        char story = story_in(stories, articles[i].id);
        const struct story_document document = {
            .id = str_of(&articles[i].id, 1),
            .title = str_from(articles[i].title),
            .published = 1000000 + (int64_t)i * 60,
        };
        assert_int_equal(story_index_restore(index, &document, str_of(&story, 1), STR_NONE, NULL),
                         STATUS_OK);
    }
    return index;
}

static size_t pairs_of(const char *text, struct story_pair *pairs) {
    size_t count = 0;
    for (; *text != '\0'; text += text[2] == ' ' ? 3 : 2)
        pairs[count++] = (struct story_pair){str_of(text, 1), str_of(text + 1, 1)};
    return count;
}

static void check(const struct expected *expected) {
    struct story_pair together[4], apart[4];
    struct story_bonds bonds = {together, apart, pairs_of(expected->together, together),
                                pairs_of(expected->apart, apart)};
    struct hand hand = {.expected = expected};
    const struct story_hand given = {&hand, take};
    struct story_index *index = fill(expected->before);
    struct str touched[8];
    struct arena arena;
    size_t count = strlen(expected->touched);
    for (size_t i = 0; i < count; i++)
        touched[i] = str_of(expected->touched + i, 1);
    arena_init(&arena, 1 << 20);
    assert_int_equal(story_index_settle(index, &arena, touched, count, &bonds, &given, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < ARTICLES; i++) {
        struct str id, story, copy_of;
        assert_true(story_index_member(index, i, &id, &story, &copy_of));
        if (story.p[0] != story_in(expected->after, articles[i].id) &&
            !(strchr(expected->named, story.p[0]) != NULL && story.p[0] == articles[i].id))
            fail_msg("%s (together %s, apart %s): %c is in %c, not as in %s", expected->before,
                     expected->together, expected->apart, articles[i].id, story.p[0],
                     expected->after);
    }
    arena_release(&arena);
    story_index_close(index);
}

static void settles_stories(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(&cases[i]);
}

static void clear_changes_only_outside(void **state) {
    (void)state;
    static const struct {
        bool bond;
        int64_t margin;
        bool story_out, other_out, may;
    } changes[] = {
        {false, 500, false, false, true}, {false, 500, true, false, true},
        {false, 500, false, true, true},  {false, 500, true, true, false},
        {false, 4000, true, true, true},  {true, 0, true, true, true},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct story_change change = {
            .kind = STORY_UNITES, .bond = changes[i].bond, .margin = changes[i].margin};
        assert_int_equal(story_change_clear(&change, changes[i].story_out, changes[i].other_out),
                         changes[i].may);
    }
}

static void lists_members(void **state) {
    (void)state;
    struct story_index *index = fill("abcd mno x");
    struct arena arena;
    struct str *members;
    size_t count;
    arena_init(&arena, 1 << 16);
    assert_int_equal(story_index_members(index, &arena, STR("m"), &members, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 3);
    assert_true(str_eq(members[0], STR("m")) && str_eq(members[2], STR("o")));
    assert_int_equal(story_index_members(index, &arena, STR("q"), &members, &count, NULL),
                     STATUS_OK);
    assert_int_equal(count, 0);
    arena_release(&arena);
    story_index_close(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settles_stories),
        cmocka_unit_test(clear_changes_only_outside),
        cmocka_unit_test(lists_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
