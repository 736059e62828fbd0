#include "story/side.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MEMBERS_MOST = 3 };

struct article {
    const char *title, *text, *outlet;
};

/* Takes the articles of one story in; their ids are `story` with a digit. */
static void take_in(struct story_index *index, char story, const struct article *articles) {
    struct error error = {0};
    for (size_t i = 0; i < MEMBERS_MOST && articles[i].title != NULL; i++) {
        char id[2] = {story, (char)('0' + i)};
        struct story_document document = {.id = str_of(id, 2),
                                          .title = str_from(articles[i].title),
                                          .text = str_from(articles[i].text),
                                          .provider = str_from(articles[i].outlet),
                                          .published = TIME_NONE,
                                          .language = STR("en")};
        assert_int_equal(story_index_restore(index, &document, str_of(&story, 1), STR_NONE, &error),
                         STATUS_OK);
    }
}

static const struct {
    const char *says;
    struct article a[MEMBERS_MOST], b[MEMBERS_MOST];
    enum story_measure measure;
    int32_t least, most;
} cases[] = {
    {"both titles are told",
     {{"Calloway opens the quay", "The mayor came to Ellery.", ""}},
     {{"A new quay for Ellery", "Ines Calloway opens a new landing in the town.", ""}},
     STORY_TOLD,
     800,
     1000},
    {"one title is not told",
     {{"Calloway opens the quay", "The mayor came to Ellery by boat.", ""}},
     {{"Herring prices collapse", "Boats of Ellery stay at the quay that Calloway opens.", ""}},
     STORY_TOLD,
     0,
     0},
    {"titles without a word tell nothing",
     {{"!", "The mayor came to Ellery by boat.", ""}},
     {{"!", "The mayor came to Ellery by boat.", ""}},
     STORY_TOLD,
     0,
     0},
    {"one outlet has written both",
     {{"Forecast for Monday", "Snow over Ellery.", "herald"}},
     {{"Forecast for Tuesday", "Sun over Ellery.", "herald"}},
     STORY_OUTLETS,
     1000,
     1000},
    {"one of two is by the same outlet",
     {{"Calloway opens the quay", "", "herald"}, {"The quay is open", "", "wire"}},
     {{"A new quay for Ellery", "", "wire"}},
     STORY_OUTLETS,
     500,
     500},
    {"of unknown outlets nothing is known",
     {{"Forecast for Monday", "Snow over Ellery.", ""}},
     {{"Forecast for Tuesday", "Sun over Ellery.", ""}},
     STORY_OUTLETS,
     0,
     0},
    {"each names whom the other does not",
     {{"Mayor sued", "The mayor, Ines Calloway, was sued.", ""}},
     {{"Mayor sued", "The mayor, Tom Harlan, was sued.", ""}},
     STORY_NAMES_APART,
     10000,
     1 << 20},
    {"who names more contradicts nobody",
     {{"Mayor sued", "The mayor, Ines Calloway, was sued.", ""}},
     {{"Mayor sued", "The mayor was sued, as Ines Calloway and Tom Harlan said.", ""}},
     STORY_NAMES_APART,
     0,
     0},
    {"what all of one story and none of the other say",
     {{"Pirates held", "Navy holds 23 pirates.", ""}, {"Navy holds pirates", "All 23 held.", ""}},
     {{"Pirates held", "Navy holds 26 pirates on Sukanya.", ""},
      {"Pirates of Sukanya", "Sukanya holds 26.", ""}},
     STORY_NUMBERS_APART,
     1000,
     1000},
    {"stories that say the same",
     {{"Pirates held", "Navy holds pirates.", ""}, {"Pirates held", "Navy holds pirates.", ""}},
     {{"Pirates held", "Navy holds pirates.", ""}, {"Pirates held", "Navy holds pirates.", ""}},
     STORY_CONTRAST,
     0,
     50},
};

static void measures(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct story_settings settings = {.window = 3600};
        struct story_index *index = story_index_open(&settings);
        assert_non_null(index);
        take_in(index, 'a', cases[i].a);
        take_in(index, 'b', cases[i].b);
        struct story_side a = story_side_of(index, &index->groups[0]);
        struct story_side b = story_side_of(index, &index->groups[1]);
        struct story_likeness best = {0};
        int32_t there[STORY_MEASURES], back[STORY_MEASURES];
        story_side_measure(index, &a, &b, &best, there);
        story_side_measure(index, &b, &a, &best, back);
        if (there[cases[i].measure] < cases[i].least || there[cases[i].measure] > cases[i].most)
            fail_msg("%s: %d", cases[i].says, (int)there[cases[i].measure]);
        assert_memory_equal(there, back, sizeof there); /* whichever is held against the other */
        story_index_close(index);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
