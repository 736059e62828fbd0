#include "files/tree_queue.h"

#include "files/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

/* Work is handed over in lots: a thread that sleeps and wakes for each file costs more than the
 * file.
 */
enum { QUEUED_MOST = 8 << 20, LOT = 256 << 10 /* bytes */ };

struct job {
    struct job *next;
    size_t make_from;
    struct str path; /* followed by NUL; with its bytes, it lies behind this */
    struct str bytes;
};

struct tree_queue {
    int root;
    bool started;
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t wake;  /* the thread: there is a lot, or somebody waits */
    pthread_cond_t done;  /* who waits: a lot is done */
    struct job *first, *last;
    size_t queued; /* bytes, those in work included */
    bool busy;     /* a lot is in work */
    bool waiting;  /* the caller waits for all of it */
    bool ending;
    struct error error;
};

static enum status do_job(int root, struct job *job, struct error *error) {
    char *path = (char *)(job + 1);
    for (size_t i = job->make_from; i < job->path.n; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        int made = mkdirat(root, path, 0777);
        path[i] = '/';
        if (made != 0)
            return error_errno(error, errno, 1, "create the folders of", path);
    }
    int fd = openat(root, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_errno(error, errno, 1, "create", path);
    int number = files_write_all(fd, job->bytes);
    if (close(fd) != 0 && number == 0)
        number = errno;
    if (number == 0)
        return STATUS_OK;
    unlinkat(root, path, 0);
    return error_errno(error, number, 1, "write", path);
}

/* Does a lot, or lets it go once something failed; frees it, and says how many bytes it had. */
static size_t do_lot(int root, struct job *job, struct error *error) {
    size_t bytes = 0;
    while (job != NULL) {
        struct job *next = job->next;
        bytes += job->bytes.n;
        if (error->status == STATUS_OK)
            do_job(root, job, error);
        free(job);
        job = next;
    }
    return bytes;
}

static void *work(void *state) {
    struct tree_queue *queue = state;
    pthread_mutex_lock(&queue->lock);
    for (;;) {
        bool hurry = queue->ending || queue->waiting;
        if (queue->first == NULL && queue->ending)
            break;
        if (queue->first == NULL || (!hurry && queue->queued < LOT)) {
            pthread_cond_wait(&queue->wake, &queue->lock);
            continue;
        }
        struct job *lot = queue->first;
        struct error error = queue->error;
        queue->first = NULL;
        queue->busy = true;
        pthread_mutex_unlock(&queue->lock);
        size_t bytes = do_lot(queue->root, lot, &error);
        pthread_mutex_lock(&queue->lock);
        queue->error = error;
        queue->queued -= bytes;
        queue->busy = false;
        pthread_cond_broadcast(&queue->done);
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

struct tree_queue *tree_queue_open(int root) {
    struct tree_queue *queue = calloc(1, sizeof *queue);
    if (queue == NULL)
        return NULL;
    queue->root = root;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->wake, NULL);
    pthread_cond_init(&queue->done, NULL);
    return queue;
}

/* Signals are the caller's thread's business. */
static enum status start(struct tree_queue *queue, struct error *error) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int number = pthread_create(&queue->thread, NULL, work, queue);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (number != 0)
        return error_set(error, STATUS_SYSTEM, "the system gives no thread");
    queue->started = true;
    return STATUS_OK;
}

enum status tree_queue_add(struct tree_queue *queue, struct str path, size_t make_from,
                           struct str bytes, struct error *error) {
    enum status status = queue->started ? STATUS_OK : start(queue, error);
    struct job *job = status == STATUS_OK ? malloc(sizeof *job + path.n + 1 + bytes.n) : NULL;
    if (job == NULL)
        return status != STATUS_OK ? status : error_memory(error);
    char *text = (char *)(job + 1);
    memcpy(text, path.p, path.n);
    text[path.n] = '\0';
    if (bytes.n > 0)
        memcpy(text + path.n + 1, bytes.p, bytes.n);
    *job = (struct job){.make_from = make_from,
                        .path = str_of(text, path.n),
                        .bytes = str_of(text + path.n + 1, bytes.n)};
    pthread_mutex_lock(&queue->lock);
    while (queue->queued > QUEUED_MOST && queue->error.status == STATUS_OK)
        pthread_cond_wait(&queue->done, &queue->lock);
    status = queue->error.status;
    if (status == STATUS_OK) {
        if (queue->first == NULL)
            queue->first = job;
        else
            queue->last->next = job;
        queue->last = job;
        queue->queued += bytes.n;
        if (!queue->busy && queue->queued >= LOT)
            pthread_cond_signal(&queue->wake);
    } else {
        free(job);
        if (error != NULL)
            *error = queue->error;
    }
    pthread_mutex_unlock(&queue->lock);
    return status;
}

enum status tree_queue_settle(struct tree_queue *queue, struct error *error) {
    pthread_mutex_lock(&queue->lock);
    queue->waiting = true;
    pthread_cond_signal(&queue->wake);
    while (queue->first != NULL || queue->busy)
        pthread_cond_wait(&queue->done, &queue->lock);
    queue->waiting = false;
    enum status status = queue->error.status;
    if (status != STATUS_OK && error != NULL)
        *error = queue->error;
    pthread_mutex_unlock(&queue->lock);
    return status;
}

void tree_queue_close(struct tree_queue *queue) {
    if (queue == NULL)
        return;
    if (queue->started) {
        pthread_mutex_lock(&queue->lock);
        queue->ending = true;
        pthread_cond_signal(&queue->wake);
        pthread_mutex_unlock(&queue->lock);
        pthread_join(queue->thread, NULL);
    }
    pthread_cond_destroy(&queue->wake);
    pthread_cond_destroy(&queue->done);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}
