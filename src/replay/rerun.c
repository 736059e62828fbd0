#include "replay/rerun.h"

#include "front/json.h"
#include "press/facts.h"

enum { FACTS_AT_ONCE = 500, MEMORY_MOST = 256 << 20 };

enum status rerun_open(const char *folder, struct str where, const struct log *log,
                       struct str packed, struct rerun *rerun, struct error *error) {
    *rerun = (struct rerun){0};
    enum status status = store_open(folder, where, STORE_REPLAY, &rerun->store, error);
    if (status == STATUS_OK)
        status = store_facts_last(rerun->store, &rerun->last, error);
    if (status == STATUS_OK)
        status = press_open(rerun->store, log, &rerun->press, error);
    if (status == STATUS_OK && !str_absent(packed))
        status = press_override(rerun->press, packed, error);
    return status;
}

void rerun_close(struct rerun *rerun) {
    press_close(rerun->press);
    if (rerun->store != NULL)
        store_close(rerun->store);
    *rerun = (struct rerun){0};
}

static enum status fold_all(struct rerun *const *reruns, size_t count, int64_t number,
                            struct error *error) {
    struct press_report report = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = press_fold_to(reruns[i]->press, number, &report, error);
    return status;
}

struct walk {
    struct rerun *const *reruns;
    size_t count;
    int64_t from, to;
    rerun_visit *visit;
    void *state;
    size_t ticks;
    int64_t reached; /* the last fact that happened before `to` */
};

static enum status step(struct walk *walk, const struct fact *fact, struct error *error) {
    walk->reached = fact->number;
    if (!str_eq(fact->kind, FACT_TICK) || fact->at < walk->from)
        return STATUS_OK;
    walk->ticks++;
    if (walk->visit == NULL)
        return STATUS_OK;
    enum status status = fold_all(walk->reruns, walk->count, fact->number, error);
    return status != STATUS_OK ? status : walk->visit(walk->state, fact, error);
}

enum status rerun_walk(struct rerun *const *reruns, size_t count, int64_t from, int64_t to,
                       rerun_visit *visit, void *state, size_t *ticks, struct error *error) {
    struct walk walk = {reruns, count, from, to, visit, state, 0, 0};
    const int64_t last = reruns[0]->last;
    enum status status = STATUS_OK;
    bool more = true;
    for (int64_t after = 0; status == STATUS_OK && more && after < last;) {
        struct arena arena;
        struct fact *facts;
        size_t n = 0;
        arena_init(&arena, MEMORY_MOST);
        status =
            store_facts_read(reruns[0]->store, &arena, after, FACTS_AT_ONCE, &facts, &n, error);
        more = status == STATUS_OK && n > 0;
        for (size_t i = 0; status == STATUS_OK && more && i < n; i++) {
            more = facts[i].at < to && facts[i].number <= last;
            if (more)
                status = step(&walk, &facts[i], error);
            after = facts[i].number;
        }
        arena_release(&arena);
    }
    if (status == STATUS_OK)
        status = fold_all(reruns, count, walk.reached, error);
    *ticks = walk.ticks;
    return status;
}

enum status rerun_front(struct store *store, struct arena *arena, struct front *front,
                        struct error *error) {
    struct str text;
    *front = (struct front){0};
    enum status status = store_front_get(store, arena, &text, error);
    return status != STATUS_OK || str_absent(text) ? status : front_read(arena, text, front, error);
}
