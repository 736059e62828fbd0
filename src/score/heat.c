#include "score/parts.h"

static int64_t count_of(size_t n) {
    return n > (size_t)SCORE_POINTS_MOST ? SCORE_POINTS_MOST : (int64_t)n;
}

/* As the records were made: every related article counts as one. */
static void add_recovered(struct arena *arena, const struct edition_heat *points,
                          const struct score_coverage *coverage, struct score *score) {
    int64_t related =
        count_of(coverage->voices) + count_of(coverage->copies) + count_of(coverage->same_owner);
    score_add(score, STR("related"), score_times(points->related, related),
              arena_format(arena, "%lld related %s", (long long)related,
                           related == 1 ? "article" : "articles"));
}

/* One owner is one voice, and so is one text, however many repeat it: it counts once, each further
 * owner who repeats it a little. */
static void add_distinct(struct arena *arena, const struct edition_heat *points,
                         const struct score_coverage *coverage, struct score *score) {
    int64_t voices = count_of(coverage->voices), copies = count_of(coverage->copies);
    score_add(score, STR("related"), score_times(points->related, voices),
              arena_format(arena, "%lld related %s", (long long)voices,
                           voices == 1 ? "article with a text of its own"
                                       : "articles with texts of their own"));
    score_add(score, STR("copies"), score_times(points->copy, copies),
              arena_format(arena, "%lld related %s another's text", (long long)copies,
                           copies == 1 ? "article repeats" : "articles repeat"));
    if (coverage->same_owner > 0)
        score_note(score, STR("same owner"),
                   arena_format(arena, "%lld more of owners who are counted already",
                                (long long)coverage->same_owner));
}

enum status score_heat(struct arena *arena, const struct edition *edition,
                       const struct score_coverage *coverage, struct score *score,
                       struct error *error) {
    const struct edition_heat *points = &edition->heat;
    enum status status = score_begin(arena, score, error);
    if (status != STATUS_OK)
        return status;
    score_add(score, STR("quality"), coverage->quality, STR("the quality of its lead"));
    if (edition->coverage == COVERAGE_RECOVERED)
        add_recovered(arena, points, coverage, score);
    else
        add_distinct(arena, points, coverage, score);
    score_add(score, STR("clicks"), score_times(points->click, coverage->clicks),
              arena_format(arena, "%lld %s in the last %lld days", (long long)coverage->clicks,
                           coverage->clicks == 1 ? "reader" : "readers",
                           (long long)points->click_days));
    score_end(score);
    return arena_status(arena, error);
}

bool score_published(const struct edition *edition, int64_t heat) {
    return heat >= edition->publish.threshold;
}
