#include "story/side.h"

#include "story/integer.h"

enum {
    COHESION_USUAL = 300, /* of a story of which too little is known; thousandths */
    QUARTER_SECONDS = 6 * 3600,
    RELATIVE_MOST = 4000,
    QUARTERS_MOST = 4 * 365,
    NAMES_MOST = 1 << 20,
    PARTS = 64,     /* by fewer members sums are divided by multiplying: each adds 1024 at most */
    OUTLETS_OF = 8, /* members; outlets come back to a larger story, which says nothing */
};

/* Of the middle: as large as one member's, whatever the number of members. */
static uint64_t value_of(const struct story_side *side, uint32_t sum, uint32_t rarity) {
    return (uint64_t)sum * rarity * side->scale >> 32;
}

static uint64_t thousandths(uint32_t members, const struct story_side *side) {
    return members == 0 ? 0 : members * UINT64_C(1000) / side->count;
}

/* What of a share only few have: a word of a title, of a name, a number. */
static void read_rest(const struct story_index *index, const struct story_share *share,
                      uint32_t rarity, struct story_side *side) {
    uint64_t title = value_of(side, share->titles * 1024, rarity);
    side->title_square += title * title;
    side->names += rarity * thousandths(share->names, side) / 1000;
    side->titles += rarity * thousandths(share->titles, side) / 1000;
    side->numbers += story_index_is_number(index, share->term) ? share->members : 0;
}

/* Reads all of a story's words, for each that comes near it: most have no more than a sum, and all
 * members few of them. */
void story_side_read(const struct story_index *index, struct story_side *side) {
    uint64_t own = 0, square = 0, common_square = 0, scale = (UINT64_C(1) << 26) / side->count;
    const uint16_t *logs = index->logs;
    const uint8_t *kinds = index->kinds;
    uint64_t parts[PARTS];
    for (size_t i = 1; i <= side->count && i < PARTS; i++)
        parts[i] = (UINT32_MAX + (uint64_t)i) / i;
    side->scale = scale;
    for (size_t i = 0; i < side->share_count; i++) {
        const struct story_share *share = &side->shares[i];
        uint32_t rarity = story_rarity_of(logs[share->term], index->log_all, index->log_foreign);
        uint32_t kind = kinds[share->term], sum = share->sum;
        uint64_t value = (uint64_t)sum * rarity * scale >> 32;
        uint64_t mean =
            share->members < PARTS ? sum * parts[share->members] >> 32 : sum / share->members;
        uint64_t each = mean * rarity >> 9; /* an eighth of it: sums stay small */
        square += value * value;
        common_square += kind & STORY_KIND_RARE ? 0 : value * value;
        own += each * each * share->members;
        if ((share->titles | share->names | (kind & STORY_KIND_NUMBER)) != 0)
            read_rest(index, share, rarity, side);
    }
    side->square = square;
    side->rare_square = square - common_square;
    side->own_square = own / side->count * 64;
    side->numbers = side->numbers * 1000 / side->count;
}

struct story_side story_side_of(const struct story_index *index, const struct story_group *group) {
    struct story_side side = {
        .shares = group->shares,
        .share_count = group->share_count,
        .members = group->members,
        .count = group->count,
        .words = group->words,
        .earliest = group->earliest,
        .latest = group->latest,
    };
    story_side_read(index, &side);
    return side;
}

/* What two sides have in common. */
struct common {
    uint64_t dot, title_dot, rare_dot;
    uint64_t a_square, b_square; /* of the shared words alone */
    uint64_t a_held, b_held;     /* as far as as many of the other's members have them */
    uint64_t a_names, b_names;
    uint64_t a_titles, b_titles;
    uint64_t scarcity, numbers;
    uint32_t rarest;
};

/* Of what the members of one side have, `here` of a thousand, what `there` of a thousand of the
 * other's have, too. */
static uint64_t part_of(uint64_t whole, uint64_t here, uint64_t there) {
    return there >= here ? whole : whole / here * there;
}

static void add_common(const struct story_index *index, const struct story_side *a,
                       const struct story_share *left, const struct story_side *b,
                       const struct story_share *right, struct common *common) {
    const struct story_term *term = &index->terms[left->term];
    uint32_t rarity = story_index_rarity(index, left->term);
    uint64_t x = value_of(a, left->sum, rarity), y = value_of(b, right->sum, rarity);
    uint64_t in_a = thousandths(left->members, a), in_b = thousandths(right->members, b);
    uint64_t held = in_a < in_b ? in_a : in_b;
    common->dot += x * y;
    common->title_dot +=
        value_of(a, left->titles * 1024, rarity) * value_of(b, right->titles * 1024, rarity);
    common->rare_dot += story_index_is_rare(index, left->term) ? x * y : 0;
    common->a_square += x * x;
    common->b_square += y * y;
    common->a_held += part_of(x * x, in_a, in_b);
    common->b_held += part_of(y * y, in_b, in_a);
    uint64_t a_names = thousandths(left->names, a), b_names = thousandths(right->names, b);
    common->a_names += rarity * (a_names < in_b ? a_names : in_b) / 1000;
    common->b_names += rarity * (b_names < in_a ? b_names : in_a) / 1000;
    uint64_t a_titles = thousandths(left->titles, a), b_titles = thousandths(right->titles, b);
    common->a_titles += rarity * (a_titles < in_b ? a_titles : in_b) / 1000;
    common->b_titles += rarity * (b_titles < in_a ? b_titles : in_a) / 1000;
    common->scarcity += term->scarcity * held / 1000;
    common->numbers += term->hash & STORY_WORD_NUMBER ? held : 0;
    rarity = (uint32_t)(rarity * held / 1000);
    if (rarity > common->rarest)
        common->rarest = rarity;
}

static struct common find_common(const struct story_index *index, const struct story_side *a,
                                 const struct story_side *b) {
    struct common common = {0};
    size_t i = 0, k = 0;
    while (i < a->share_count && k < b->share_count) {
        if (a->shares[i].term == b->shares[k].term) {
            add_common(index, a, &a->shares[i], b, &b->shares[k], &common);
            i++;
            k++;
        } else if (a->shares[i].term < b->shares[k].term) {
            i = story_share_seek(a->shares, a->share_count, i, b->shares[k].term);
        } else {
            k = story_share_seek(b->shares, b->share_count, k, a->shares[i].term);
        }
    }
    return common;
}

/* Mean likeness of a side's members to each other; -1 for a single one. Members that are alike make
 * a long middle. */
static int32_t cohesion_of(const struct story_side *side) {
    if (side->count < 2 || side->own_square == 0)
        return -1;
    uint64_t all = side->square / 1000 * side->count, own = side->own_square / 1000;
    if (all <= own || own == 0)
        return 0;
    uint64_t cohesion = (all - own) * 1000 / ((side->count - 1) * own);
    return cohesion < 1000 ? (int32_t)cohesion : 1000;
}

/* What is seen of few pairs is mixed with what is usual. */
static uint64_t likely_cohesion(const struct story_side *side, int32_t cohesion) {
    if (cohesion < 0)
        return COHESION_USUAL;
    return ((uint64_t)cohesion * (side->count - 1) + COHESION_USUAL) / side->count;
}

static int32_t share_of(uint64_t part, uint64_t whole) {
    return whole < 1000 ? 0
                        : (int32_t)(part / (whole / 1000) < 1000 ? part / (whole / 1000) : 1000);
}

static void measure_likeness(const struct story_side *a, const struct story_side *b,
                             const struct common *common, int32_t *measures) {
    int64_t mean = story_cosine(common->dot, a->own_square, b->own_square);
    int32_t in_a = cohesion_of(a), in_b = cohesion_of(b);
    uint64_t inside = story_root(likely_cohesion(a, in_a) * likely_cohesion(b, in_b));
    int64_t relative = mean * 1000 / (int64_t)(inside > 20 ? inside : 20);
    measures[STORY_MEAN] = (int32_t)mean;
    measures[STORY_MIDDLE] = (int32_t)story_cosine(common->dot, a->square, b->square);
    measures[STORY_TITLES] =
        (int32_t)story_cosine(common->title_dot, a->title_square, b->title_square);
    measures[STORY_RARE] = (int32_t)story_cosine(common->rare_dot, a->rare_square, b->rare_square);
    measures[STORY_COHESION] = in_a < 0 || (in_b >= 0 && in_b < in_a) ? in_b : in_a;
    measures[STORY_RELATIVE] = (int32_t)(relative < RELATIVE_MOST ? relative : RELATIVE_MOST);
    int32_t covered_a = share_of(common->a_square, a->square);
    int32_t covered_b = share_of(common->b_square, b->square);
    measures[STORY_COVERED] = covered_a < covered_b ? covered_a : covered_b;
    measures[STORY_COVERED_MORE] = covered_a < covered_b ? covered_b : covered_a;
}

/* What speaks against: of each side the part that the other lacks, the smaller of both. */
static void measure_contrast(const struct story_side *a, const struct story_side *b,
                             const struct common *common, int32_t *measures) {
    int32_t held_a = share_of(common->a_held, a->square);
    int32_t held_b = share_of(common->b_held, b->square);
    measures[STORY_CONTRAST] = 1000 - (held_a < held_b ? held_b : held_a);
    uint64_t names_a = a->names - common->a_names, names_b = b->names - common->b_names;
    uint64_t names = names_a < names_b ? names_a : names_b;
    measures[STORY_NAMES_APART] = (int32_t)(names < NAMES_MOST ? names : NAMES_MOST);
}

static int32_t told_of(uint64_t titles, uint64_t common) {
    return titles == 0 ? 0 : (int32_t)(common * 1000 / titles);
}

/* Of two reports of one event each tells what the other's title says. */
static void measure_told(const struct story_side *a, const struct story_side *b,
                         const struct common *common, int32_t *measures) {
    int32_t told_a = told_of(a->titles, common->a_titles);
    int32_t told_b = told_of(b->titles, common->b_titles);
    measures[STORY_TOLD] = told_a < told_b ? told_a : told_b;
}

static uint64_t outlet_of(const struct story_index *index, const struct story_side *side,
                          size_t member) {
    return side->alone != NULL ? side->alone->provider
                               : index->live[side->members[member]]->provider;
}

/* An outlet seldom tells one thing twice: what it writes next, however like, is another. */
static int32_t outlets_shared(const struct story_index *index, const struct story_side *a,
                              const struct story_side *b) {
    size_t same = 0;
    if (a->count > OUTLETS_OF || b->count > OUTLETS_OF)
        return 0;
    for (size_t i = 0; i < a->count; i++) {
        uint64_t outlet = outlet_of(index, a, i);
        for (size_t k = 0; k < b->count && outlet != 0; k++)
            same += outlet_of(index, b, k) == outlet;
    }
    return (int32_t)(same * 1000 / (a->count * b->count));
}

static int32_t quarters(int64_t from, int64_t to) {
    int64_t seconds;
    if (to <= from)
        return 0;
    if (__builtin_sub_overflow(to, from, &seconds) || seconds / QUARTER_SECONDS > QUARTERS_MOST)
        return QUARTERS_MOST;
    return (int32_t)(seconds / QUARTER_SECONDS);
}

static void measure_time(const struct story_side *a, const struct story_side *b,
                         int32_t *measures) {
    measures[STORY_GAP] = measures[STORY_SPAN] = 0;
    measures[STORY_UNDATED] = a->earliest == TIME_NONE || b->earliest == TIME_NONE ? 1000 : 0;
    if (measures[STORY_UNDATED] > 0)
        return;
    int64_t first = a->earliest < b->earliest ? a->earliest : b->earliest;
    int64_t last = a->latest > b->latest ? a->latest : b->latest;
    int64_t end = a->latest < b->latest ? a->latest : b->latest;
    int64_t begin = a->earliest > b->earliest ? a->earliest : b->earliest;
    measures[STORY_GAP] = quarters(end, begin);
    measures[STORY_SPAN] = quarters(first, last);
}

static void measure_size(const struct story_side *a, const struct story_side *b,
                         int32_t *measures) {
    int32_t count_a = (int32_t)story_log2(a->count), count_b = (int32_t)story_log2(b->count);
    int32_t words_a = (int32_t)(a->words / a->count), words_b = (int32_t)(b->words / b->count);
    measures[STORY_FEWER] = count_a < count_b ? count_a : count_b;
    measures[STORY_MORE] = count_a < count_b ? count_b : count_a;
    measures[STORY_SHORTER] = words_a < words_b ? words_a : words_b;
    measures[STORY_LONGER] = words_a < words_b ? words_b : words_a;
}

void story_side_measure(const struct story_index *index, const struct story_side *a,
                        const struct story_side *b, const struct story_likeness *best,
                        int32_t measures[STORY_MEASURES]) {
    struct common common = find_common(index, a, b);
    measure_likeness(a, b, &common, measures);
    measure_contrast(a, b, &common, measures);
    measure_told(a, b, &common, measures);
    measures[STORY_OUTLETS] = outlets_shared(index, a, b);
    measure_time(a, b, measures);
    measure_size(a, b, measures);
    measures[STORY_BEST] = (int32_t)best->words;
    measures[STORY_BEST_TITLE] = (int32_t)best->title;
    measures[STORY_RAREST] = (int32_t)common.rarest;
    measures[STORY_SCARCITY] = (int32_t)(common.scarcity < 1 << 20 ? common.scarcity : 1 << 20);
    uint64_t fewer = a->numbers < b->numbers ? a->numbers : b->numbers;
    measures[STORY_NUMBERS] = (int32_t)common.numbers;
    measures[STORY_NUMBERS_APART] = (int32_t)(fewer > common.numbers ? fewer - common.numbers : 0);
}
