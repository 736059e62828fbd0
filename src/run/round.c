#include "run/round.h"

#include "files/files.h"
#include "files/keys.h"
#include "files/language.h"
#include "run/clicks.h"
#include "run/configure.h"
#include "run/issues.h"

enum { EDITION_MEMORY = 512 * 1024 * 1024 };

struct round {
    const struct round_options *options;
    struct round_report *report;
    struct files_lock lock;
    struct arena arena; /* the edition's files */
    struct edition edition;
    struct key_file *key_files; /* the edition's, when something is published */
    struct seal_key *keys;
    size_t key_count;
    struct store *store;
    struct press *press;
    struct gatherer gatherer;
    struct files_language classifier;
    struct configure_report configuration;
    int64_t now;
    bool appended; /* something new is among the facts */
};

static enum status open_keys(struct round *round, struct error *error) {
    const struct round_options *options = round->options;
    if (!(options->parts & ROUND_PUBLISH))
        return STATUS_OK;
    enum status status = files_keys_read(&round->arena, options->folder, options->passphrase, false,
                                         &round->key_files, &round->key_count, error);
    if (status != STATUS_OK)
        return status;
    round->keys = arena_array(&round->arena, round->key_count, struct seal_key);
    for (size_t i = 0; round->keys != NULL && i < round->key_count; i++)
        round->keys[i] = round->key_files[i].key;
    return arena_status(&round->arena, error);
}

static void forget_keys(struct round *round) {
    files_keys_forget(round->key_files, round->key_count);
    if (round->keys != NULL)
        explicit_bzero(round->keys, round->key_count * sizeof *round->keys);
}

static enum status open_round(struct round *round, struct error *error) {
    const struct round_options *options = round->options;
    struct edition_file *files;
    size_t count;
    round->lock.fd = -1;
    files_language_open(&round->classifier);
    round->now = clock_now(options->clock);
    arena_init(&round->arena, EDITION_MEMORY);
    enum status status = files_read_edition(&round->arena, options->folder, &files, &count, error);
    if (status == STATUS_OK)
        status = edition_load(&round->arena, files, count, &round->edition, error);
    if (status == STATUS_OK)
        status = open_keys(round, error);
    if (status == STATUS_OK)
        status = files_lock(options->folder, &round->lock, error);
    if (status == STATUS_OK)
        status =
            store_open(options->folder, round->edition.store, STORE_WRITE, &round->store, error);
    if (status == STATUS_OK)
        status = configure_note(round->store, &round->edition, files, count, round->now,
                                &round->configuration, error);
    round->appended = round->configuration.appended;
    round->report->rescored = round->configuration.rescored;
    round->report->posts =
        !str_absent(round->edition.mail.from) && !str_absent(round->edition.mail.smtp_server);
    round->report->threshold = round->edition.publish.threshold;
    round->report->front_hours = round->edition.publish.front_hours;
    round->gatherer = (struct gatherer){
        .folder = options->folder,
        .edition = &round->edition,
        .store = round->store,
        .log = options->log,
        .clock = options->clock,
        .now = round->now,
        .classifier = &round->classifier,
        .everything = options->everything,
        .program = options->program,
        .offline = !(options->parts & ROUND_GATHER),
        .progress = options->progress,
        .progress_state = options->progress_state,
    };
    return status;
}

static void close_round(struct round *round) {
    files_language_close(&round->classifier);
    press_close(round->press);
    if (round->store != NULL)
        store_close(round->store);
    files_unlock(&round->lock);
    forget_keys(round);
    arena_release(&round->arena);
}

static void say(struct round *round, struct str what) {
    if (round->options->progress != NULL)
        round->options->progress(round->options->progress_state, what, 0, 0);
}

static enum status gather(struct round *round, struct error *error) {
    enum status status = gather_inbox(&round->gatherer, error);
    if (status == STATUS_OK)
        status = gather_network(&round->gatherer, error);
    round->report->gather = round->gatherer.report;
    round->appended |= round->gatherer.report.fresh > 0 || round->gatherer.report.records > 0;
    return status;
}

/* A tick is due when something is new, or time has gone on since the last one. */
static enum status append_tick(struct round *round, struct error *error) {
    struct fact last;
    struct facts facts;
    bool found = false;
    enum status status =
        store_facts_last_of(round->store, &round->arena, FACT_TICK, &last, &found, error);
    if (status != STATUS_OK || (found && last.at >= round->now && !round->appended))
        return status;
    facts_init(&facts);
    status = facts_add(&facts, FACT_TICK, round->now, STR("{}"), error);
    if (status == STATUS_OK)
        status = facts_commit(&facts, round->store, error);
    facts_release(&facts);
    return status;
}

static enum status let_issues_go(struct round *round, struct error *error) {
    const struct issues_round issues = {
        .folder = round->options->folder,
        .edition = &round->edition,
        .store = round->store,
        .press = round->press,
        .log = round->options->log,
        .now = round->now,
    };
    return issues_let_go(&issues, &round->report->press, error);
}

static enum status process(struct round *round, struct error *error) {
    bool clicks = false;
    say(round, STR("sorting"));
    enum status status = press_open(round->store, round->options->log, &round->press, error);
    if (status == STATUS_OK)
        status = press_fold(round->press, &round->report->press, error);
    if (status == STATUS_OK)
        status = clicks_fold(round->store, round->now, &clicks, error);
    round->appended |= clicks;
    if (status == STATUS_OK && !round->options->still)
        status = press_count(round->press, round->now, error);
    if (status == STATUS_OK && !round->options->still)
        status = append_tick(round, error);
    if (status == STATUS_OK)
        status = press_fold(round->press, &round->report->press, error);
    if (status == STATUS_OK)
        status = press_name(round->press, round->now, error);
    if (status == STATUS_OK)
        status = let_issues_go(round, error);
    if (status == STATUS_OK)
        round->report->front = *press_front_report(round->press);
    return status;
}

/* Behind the front's selection, which says whose pictures are shown. */
static enum status get_pictures(struct round *round, struct error *error) {
    say(round, STR("pictures"));
    enum status status = gather_pictures(&round->gatherer, error);
    round->report->gather = round->gatherer.report;
    return status == STATUS_OK ? press_fold(round->press, &round->report->press, error) : status;
}

static enum status publish(struct round *round, struct error *error) {
    char look[HASH_HEX + 1];
    struct publish_context context = {
        .folder = round->options->folder,
        .edition = &round->edition,
        .store = round->store,
        .log = round->options->log,
        .keys = round->keys,
        .key_count = round->key_count,
    };
    say(round, STR("publishing"));
    enum status status = publish_look(&context, str_from(round->configuration.hash), look, error);
    return status != STATUS_OK
               ? status
               : publish_edition(&context, str_from(look), &round->report->publish, error);
}

static enum status count_all(struct round *round, struct error *error) {
    const struct store_query all = {0};
    const struct store_query shown = {.shown_only = true, .leads_only = true};
    enum status status = store_articles_count(round->store, &all, &round->report->articles, error);
    return status != STATUS_OK
               ? status
               : store_articles_count(round->store, &shown, &round->report->stories, error);
}

/* When the next of the sources that are watched is due; one that was never asked is due now. */
static enum status find_next(struct round *round, struct error *error) {
    const struct edition *edition = &round->edition;
    struct source_states states;
    round->report->next_due = INT64_MAX;
    enum status status = source_states_read(&round->gatherer, &round->arena, &states, error);
    for (size_t i = 0; status == STATUS_OK && i < edition->source_count; i++) {
        int64_t due = source_state(&states, edition->sources[i].id).due;
        if (!edition->sources[i].paused && due > 0 && due < round->report->next_due)
            round->report->next_due = due;
    }
    return status;
}

enum status round_with(const struct round_options *options, round_change *change, void *state,
                       struct round_report *report, struct error *error) {
    struct round round = {.options = options, .report = report};
    struct facts facts;
    *report = (struct round_report){0};
    facts_init(&facts);
    enum status status = open_round(&round, error);
    if (status == STATUS_OK && change != NULL)
        status = change(state, &round.gatherer, &facts, error);
    round.appended |= facts.count > 0;
    if (status == STATUS_OK)
        status = facts_commit(&facts, round.store, error);
    if (status == STATUS_OK && (options->parts & ROUND_GATHER))
        status = gather(&round, error);
    if (status == STATUS_OK && (options->parts & ROUND_PROCESS))
        status = process(&round, error);
    if (status == STATUS_OK && (options->parts & (ROUND_GATHER | ROUND_PICTURES)) &&
        (options->parts & ROUND_PROCESS))
        status = get_pictures(&round, error);
    if (status == STATUS_OK && (options->parts & ROUND_PUBLISH))
        status = publish(&round, error);
    if (status == STATUS_OK)
        status = count_all(&round, error);
    if (status == STATUS_OK)
        status = find_next(&round, error);
    facts_release(&facts);
    close_round(&round);
    return status;
}

enum status round_run(const struct round_options *options, struct round_report *report,
                      struct error *error) {
    return round_with(options, NULL, NULL, report, error);
}

enum status round_rescore(void *state, struct gatherer *gatherer, struct facts *facts,
                          struct error *error) {
    (void)state;
    return facts_add(facts, FACT_RESCORED, gatherer->now, STR("{}"), error);
}
