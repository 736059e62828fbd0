#include "publish/crew.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "publish/days_page.h"
#include "publish/providers.h"

enum {
    STORIES_LEAST = 500, /* of an edition that is worth further threads */
    STORIES_QUEUED = 64,
};

enum task_kind { TASK_STORY, TASK_DAY, TASK_OUTLET };

struct task {
    struct task *next;
    enum task_kind kind;
    int64_t day;
    struct str domain;
    struct arena arena; /* of the story */
    const struct paper_story *story;
    struct str picture;
};

struct tasks {
    struct task *first, *last;
    size_t count;
    size_t busy; /* in work, no longer among them */
};

/* What a thread has for itself. */
struct hand {
    struct crew *crew;
    pthread_t thread;
    struct publish_context context;
    struct paper paper;
    struct site site;
};

struct crew {
    struct site *site;     /* the calling thread's */
    pthread_mutex_t shown; /* while a picture is put into its place */
    struct hand hands[CREW_MOST - 1];
    size_t hand_count;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t wake;  /* the threads: there is a task, or the end */
    pthread_cond_t done;  /* the caller: one more is done */
    struct tasks stories, others;
    bool ending;
    struct error error;
};

/* ---- one task ---- */

static enum status do_task(struct site *site, struct task *task, struct error *error) {
    switch (task->kind) {
    case TASK_STORY:
        return site_write_story(site, &task->arena, task->story, task->picture, error);
    case TASK_DAY:
        return days_write_day(site, task->day, error);
    case TASK_OUTLET:
        return providers_write_one(site, task->domain, error);
    }
    return STATUS_OK;
}

static void forget(struct task *task) {
    arena_release(&task->arena);
    free(task);
}

static struct tasks *tasks_of(struct crew *crew, enum task_kind kind) {
    return kind == TASK_STORY ? &crew->stories : &crew->others;
}

/* Under the lock: stories come first, since somebody waits for them. */
static struct task *next_task(struct crew *crew, bool stories_only) {
    struct tasks *tasks =
        crew->stories.first != NULL || stories_only ? &crew->stories : &crew->others;
    struct task *task = tasks->first;
    if (task != NULL) {
        tasks->first = task->next;
        tasks->count--;
        tasks->busy++;
    }
    return task;
}

/* Under the lock, which is let go meanwhile. */
static void work_off(struct crew *crew, struct site *site, struct task *task) {
    struct error error = {0};
    struct tasks *tasks = tasks_of(crew, task->kind);
    enum status status = crew->error.status;
    pthread_mutex_unlock(&crew->lock);
    if (status == STATUS_OK)
        status = do_task(site, task, &error);
    forget(task);
    pthread_mutex_lock(&crew->lock);
    if (status != STATUS_OK && crew->error.status == STATUS_OK)
        crew->error = error;
    tasks->busy--;
    pthread_cond_signal(&crew->done);
}

/* ---- the threads ---- */

static void *work(void *state) {
    struct hand *hand = state;
    struct crew *crew = hand->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->ending) {
        struct task *task = next_task(crew, false);
        if (task == NULL) {
            pthread_cond_wait(&crew->wake, &crew->lock);
            continue;
        }
        work_off(crew, &hand->site, task);
        arena_reset(&hand->paper.arena);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void release_hand(struct hand *hand) {
    site_release_hand(&hand->site);
    paper_close_hand(&hand->paper);
    store_view_end(hand->context.store);
    store_close(hand->context.store);
}

/* *made is false for a store of which there is no second reader. Signals are the caller's thread's
 * business. */
static enum status start(struct crew *crew, bool *made, struct error *error) {
    struct hand *hand = &crew->hands[crew->hand_count];
    struct paper *paper = crew->site->paper;
    struct store *reader;
    sigset_t all, before;
    enum status status = store_reader(paper->context->store, &reader, error);
    *made = status == STATUS_OK && reader != NULL;
    if (!*made)
        return status;
    *hand = (struct hand){.crew = crew, .context = *paper->context};
    hand->context.store = reader;
    paper_open_hand(&hand->paper, paper, &hand->context);
    site_open_hand(&hand->site, crew->site, &hand->paper);
    status = store_view(reader, error);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (status == STATUS_OK && pthread_create(&hand->thread, NULL, work, hand) != 0)
        status = error_set(error, STATUS_SYSTEM, "the system gives no thread");
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (status == STATUS_OK)
        crew->hand_count++;
    else
        release_hand(hand);
    return status;
}

static size_t processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
}

enum status crew_open(struct site *site, size_t threads, struct crew **crew, struct error *error) {
    struct crew *fresh = calloc(1, sizeof *fresh);
    bool made = true;
    enum status status = STATUS_OK;
    *crew = fresh;
    if (fresh == NULL)
        return error_memory(error);
    fresh->site = site;
    pthread_mutex_init(&fresh->shown, NULL);
    pthread_mutex_init(&fresh->lock, NULL);
    pthread_cond_init(&fresh->wake, NULL);
    pthread_cond_init(&fresh->done, NULL);
    site->paper->showing = &fresh->shown;
    if (threads == 0)
        threads = known_count(site->paper, KEYS_SLUG) >= STORIES_LEAST ? processors() : 1;
    while (status == STATUS_OK && made && fresh->hand_count + 1 < threads &&
           fresh->hand_count < CREW_MOST - 1)
        status = start(fresh, &made, error);
    return status;
}

static void drop(struct tasks *tasks) {
    while (tasks->first != NULL) {
        struct task *task = tasks->first;
        tasks->first = task->next;
        forget(task);
    }
}

void crew_close(struct crew *crew) {
    if (crew == NULL)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->ending = true;
    pthread_cond_broadcast(&crew->wake);
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < crew->hand_count; i++) {
        pthread_join(crew->hands[i].thread, NULL);
        release_hand(&crew->hands[i]);
    }
    drop(&crew->stories);
    drop(&crew->others);
    crew->site->paper->showing = NULL;
    pthread_cond_destroy(&crew->done);
    pthread_cond_destroy(&crew->wake);
    pthread_mutex_destroy(&crew->lock);
    pthread_mutex_destroy(&crew->shown);
    free(crew);
}

/* ---- giving tasks ---- */

static enum status failed(const struct crew *crew, struct error *error) {
    if (crew->error.status != STATUS_OK && error != NULL)
        *error = crew->error;
    return crew->error.status;
}

/* *full says that the caller is to do it. */
static enum status give(struct crew *crew, const struct task *given, size_t most, bool *full,
                        struct error *error) {
    struct tasks *tasks = tasks_of(crew, given->kind);
    struct task *task = malloc(sizeof *task);
    if (task == NULL)
        return error_memory(error);
    *task = *given;
    pthread_mutex_lock(&crew->lock);
    enum status status = failed(crew, error);
    *full = status == STATUS_OK && tasks->count >= most;
    if (status == STATUS_OK && !*full) {
        if (tasks->first == NULL)
            tasks->first = task;
        else
            tasks->last->next = task;
        tasks->last = task;
        tasks->count++;
        pthread_cond_signal(&crew->wake);
    } else {
        free(task);
    }
    pthread_mutex_unlock(&crew->lock);
    return status;
}

enum status crew_story(struct crew *crew, const struct paper_story *story, struct str picture,
                       struct error *error) {
    struct paper *paper = crew->site->paper;
    struct task task = {
        .kind = TASK_STORY, .arena = paper->arena, .story = story, .picture = picture};
    bool full = crew->hand_count == 0;
    enum status status = full ? STATUS_OK : give(crew, &task, STORIES_QUEUED, &full, error);
    if (status != STATUS_OK)
        return status;
    if (full)
        return site_write_story(crew->site, &paper->arena, story, picture, error);
    paper_new_arena(paper);
    return STATUS_OK;
}

static enum status give_other(struct crew *crew, struct task *task, struct error *error) {
    bool full;
    return crew->hand_count == 0 ? do_task(crew->site, task, error)
                                 : give(crew, task, SIZE_MAX, &full, error);
}

enum status crew_day(struct crew *crew, int64_t day, struct error *error) {
    return give_other(crew, &(struct task){.kind = TASK_DAY, .day = day}, error);
}

enum status crew_outlet(struct crew *crew, struct str domain, struct error *error) {
    return give_other(crew, &(struct task){.kind = TASK_OUTLET, .domain = domain}, error);
}

/* The caller takes part, and waits when there is nothing left to take. */
static enum status finish(struct crew *crew, bool stories_only, struct error *error) {
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        struct task *task = next_task(crew, stories_only);
        if (task != NULL)
            work_off(crew, crew->site, task);
        else if (crew->stories.busy + (stories_only ? 0 : crew->others.busy) > 0)
            pthread_cond_wait(&crew->done, &crew->lock);
        else
            break;
    }
    enum status status = failed(crew, error);
    pthread_mutex_unlock(&crew->lock);
    return status;
}

enum status crew_stories_done(struct crew *crew, struct error *error) {
    return finish(crew, true, error);
}

enum status crew_done(struct crew *crew, struct error *error) {
    return finish(crew, false, error);
}
