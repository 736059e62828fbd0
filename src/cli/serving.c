#include "cli/serving.h"

#include "base/json.h"
#include "cli/workspace.h"
#include "serve/serve.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEATHS_MOST = 3, SOON_MS = 60000, END_MS = 15000 };

static struct str listen_on(const struct invocation *invocation,
                            const struct workspace *workspace) {
    struct str listen =
        str_first_of(option_value(invocation, "listen"), workspace->edition.serve.listen);
    return str_first_of(listen, STR("127.0.0.1:8080"));
}

/* A connection has two descriptors, and the usual soft limit is 1,024. */
static void raise_limit(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) {
        /* Then there are fewer connections. */
    }
}

static void say_where(struct invocation *invocation, const struct edition *edition,
                      const char *address) {
    struct buf *out = &invocation->out;
    char url[SERVE_ADDRESS_TEXT + 16];
    snprintf(url, sizeof url, "%s://%s/", str_absent(edition->serve.certificate) ? "http" : "https",
             address);
    if (!invocation->json) {
        BUF_ADD(out, "Serving ");
        log_inert(out, edition->title);
        buf_printf(out, " at %s\n", url);
        return;
    }
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "title", edition->title);
    json_field_str(&json, "serving", str_from(url));
    json_end_object(&json);
    buf_add_byte(out, '\n');
}

/* A file that the configuration names, as the system finds it; NULL for none. */
static const char *file_of(const struct invocation *invocation, struct arena *arena,
                           struct str path) {
    if (str_absent(path))
        return NULL;
    return str_starts(path, STR("/"))
               ? arena_cstr(arena, path)
               : arena_format(arena, "%s/%.*s", invocation->folder, STR_ARG(path)).p;
}

static enum status change_server(void *state, struct server *server, struct error *error);

/* What the edition says of its server; all of it lies in `workspace` or in the invocation. */
static enum status make_options(struct invocation *invocation, struct workspace *workspace,
                                struct serve_options *options) {
    enum { URLS = 3 };
    const struct edition *edition = &workspace->edition;
    const struct edition_serve *serve = &edition->serve;
    const struct str urls[URLS] = {edition->url, edition->fetch.callback, edition->mail.service};
    struct str *given = arena_array(&workspace->arena, URLS, struct str);
    size_t count = 0;
    for (size_t i = 0; given != NULL && i < URLS; i++)
        if (!str_absent(urls[i]))
            given[count++] = urls[i];
    *options = (struct serve_options){
        .folder = invocation->folder,
        .listen = listen_on(invocation, workspace),
        .where = workspace->edition.store,
        .clock = &invocation->clock,
        .log = &invocation->log,
        .per_minute = workspace->edition.api.per_minute,
        .origins = workspace->edition.api.origins,
        .origin_count = workspace->edition.api.origin_count,
        .picture_hosts = workspace->edition.pictures.hosts,
        .picture_host_count = workspace->edition.pictures.host_count,
        .urls = given,
        .url_count = count,
        .hosts = serve->hosts,
        .host_count = serve->host_count,
        .certificate = file_of(invocation, &workspace->arena, serve->certificate),
        .key = file_of(invocation, &workspace->arena, serve->key),
        .redirect = serve->redirect,
        .hsts = serve->hsts,
        .proxies = serve->proxies,
        .proxy_count = serve->proxy_count,
        .standard = serve->forwarded == FORWARDED_STANDARD,
        .plain_redirects = serve->plain == PLAIN_REDIRECTED,
        .reread = change_server,
        .state = invocation,
    };
    return arena_status(&workspace->arena, &invocation->error);
}

/* Reads the edition anew: SIGHUP. */
static enum status change_server(void *state, struct server *server, struct error *error) {
    struct invocation *invocation = state;
    struct serve_options options;
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = make_options(invocation, &workspace, &options);
    if (status == STATUS_OK)
        status = serve_change(server, &options, &invocation->error);
    workspace_close(&workspace);
    if (status != STATUS_OK && error != NULL)
        *error = invocation->error;
    return status;
}

/* Opens the server of the edition; it owns nothing of `workspace`. */
static enum status open_server(struct invocation *invocation, struct workspace *workspace,
                               struct server **server) {
    struct serve_options options;
    enum status status = make_options(invocation, workspace, &options);
    raise_limit();
    return status == STATUS_OK ? serve_open(&options, server, &invocation->error) : status;
}

/* Until serve_run hears it: a change that is told early is no reason to die. */
static void hold_changes(void) {
    sigset_t change;
    sigemptyset(&change);
    sigaddset(&change, SIGHUP);
    sigprocmask(SIG_BLOCK, &change, NULL);
}

enum status serving_here(struct invocation *invocation) {
    struct workspace workspace;
    struct server *server = NULL;
    hold_changes();
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = open_server(invocation, &workspace, &server);
    if (status == STATUS_OK) {
        say_where(invocation, &workspace.edition, serve_address(server));
        status = cli_flush(invocation);
    }
    workspace_close(&workspace);
    if (status == STATUS_OK)
        status = serve_run(server, &invocation->error);
    serve_close(server);
    return status;
}

/* What the child tells the parent once: that it serves, or why it does not. */
struct news {
    enum status status;
    struct error error;
    char address[SERVE_ADDRESS_TEXT];
};

/* The child: does not return. */
static void be_server(struct invocation *invocation, struct workspace *workspace, int tell,
                      pid_t parent) {
    struct news news = {0};
    struct server *server = NULL;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(0);
    /* Whatever the parent had open is not ours to hold, the edition's lock least of all. */
    int keep = dup2(tell, STDERR_FILENO + 1);
    syscall(SYS_close_range, keep + 1, ~0U, 0);
    news.status = open_server(invocation, workspace, &server);
    news.error = invocation->error;
    if (news.status == STATUS_OK)
        snprintf(news.address, sizeof news.address, "%s", serve_address(server));
    bool told = write(keep, &news, sizeof news) == (ssize_t)sizeof news;
    close(keep);
    enum status status = news.status;
    if (told && status == STATUS_OK)
        status = serve_run(server, &invocation->error);
    serve_close(server);
    _exit(cli_exit_code(status));
}

/* Reads all of `news`, or as much as comes before the child dies. */
static enum status hear(int fd, struct news *news, struct error *error) {
    size_t n = 0;
    while (n < sizeof *news) {
        ssize_t got = read(fd, (char *)news + n, sizeof *news - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return error_set(error, STATUS_SYSTEM, "the server died as it started");
        n += (size_t)got;
    }
    if (news->status != STATUS_OK && error != NULL)
        *error = news->error;
    return news->status;
}

/* Forks the server; *news says where it is. */
static enum status start(struct serving *serving, struct workspace *workspace, struct news *news) {
    struct invocation *invocation = serving->invocation;
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_errno(&invocation->error, errno, 0, "make", "a pipe");
    pid_t child = fork();
    if (child == 0)
        be_server(invocation, workspace, ends[1], parent);
    close(ends[1]);
    enum status status = child < 0
                             ? error_errno(&invocation->error, errno, 0, "start", "the server")
                             : hear(ends[0], news, &invocation->error);
    close(ends[0]);
    if (status != STATUS_OK && child > 0)
        waitpid(child, NULL, 0);
    serving->child = status == STATUS_OK ? child : 0;
    serving->started = clock_monotonic_ms();
    return status;
}

enum status serving_start(struct invocation *invocation, struct serving *serving) {
    struct workspace workspace;
    struct news news;
    serving->invocation = invocation;
    enum status status = cli_flush(invocation);
    if (status == STATUS_OK)
        status = workspace_open(invocation, &workspace);
    else
        return status;
    if (status == STATUS_OK)
        status = start(serving, &workspace, &news);
    if (status == STATUS_OK) {
        say_where(invocation, &workspace.edition, news.address);
        status = cli_flush(invocation);
    }
    workspace_close(&workspace);
    return status;
}

/* True when a server is there again. */
static bool start_again(struct serving *serving, int how) {
    struct invocation *invocation = serving->invocation;
    struct error before = invocation->error;
    char text[1024];
    log_write(&invocation->log, LOG_ERROR, "the server died",
              LOG_INT("signal", WIFSIGNALED(how) ? WTERMSIG(how) : 0),
              LOG_INT("code", WIFEXITED(how) ? WEXITSTATUS(how) : 0));
    bool soon = clock_monotonic_ms() - serving->started < SOON_MS;
    serving->deaths = soon ? serving->deaths + 1 : 1;
    if (serving->deaths >= DEATHS_MOST) {
        log_write(&invocation->log, LOG_ERROR, "the server keeps dying and is given up");
        return false;
    }
    enum status status = serving_start(invocation, serving);
    if (status != STATUS_OK)
        log_write(&invocation->log, LOG_ERROR, "the server cannot be started again",
                  LOG_TEXT("why", error_describe(&invocation->error, text, sizeof text)));
    invocation->error = before;
    return status == STATUS_OK;
}

bool serving_alive(struct serving *serving) {
    int how = 0;
    if (serving->child == 0)
        return serving->invocation == NULL; /* not begun yet, or given up */
    if (waitpid(serving->child, &how, WNOHANG) != serving->child)
        return true;
    serving->child = 0;
    return start_again(serving, how);
}

void serving_change(struct serving *serving) {
    if (serving->child > 0)
        kill(serving->child, SIGHUP);
}

void serving_stop(struct serving *serving) {
    if (serving->child == 0)
        return;
    kill(serving->child, SIGTERM);
    int64_t until = clock_monotonic_ms() + END_MS;
    while (waitpid(serving->child, NULL, WNOHANG) == 0) {
        if (clock_monotonic_ms() > until)
            kill(serving->child, SIGKILL);
        poll(NULL, 0, 20);
    }
    serving->child = 0;
}
