/* Makes reads, writes and syncs of some files fail, and the clock jump: preloaded into the program under attack.
   The error -9 kills the process before the call instead; to remove or rename a file is a write, too.
   SHIM=part,kinds,after,times,errno,jump,delay arms it from the start; shim_arm() does later. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { READ = 1, WRITE = 2, SYNC = 4 };
static char part[256];               /* of the paths whose files fail */
static int kinds, after, times, code; /* so many calls succeed, then so many fail (-1: all) */
static long jump, delay;             /* seconds back, so many milliseconds after arming */
static struct timespec armed;

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int really_now(clockid_t id, struct timespec *at) { REAL(clock_gettime); return real(id, at); }

void shim_arm(const char *p, int k, int a, int t, int e, long j, long d) {
    snprintf(part, sizeof part, "%s", p);
    after = a; times = t; code = e; jump = j; delay = d; kinds = k;
    really_now(CLOCK_MONOTONIC, &armed);
}

__attribute__((constructor)) static void from_environment(void) {
    const char *asked = getenv("SHIM");
    char p[256]; int k, a, t, e; long j, d;
    if (asked && sscanf(asked, "%255[^,],%d,%d,%d,%d,%ld,%ld", p, &k, &a, &t, &e, &j, &d) == 7)
        shim_arm(p, k, a, t, e, j, d);
}

static int fails_at(const char *path) {
    if (!strstr(path, part)) return 0;
    if (after > 0) { after--; return 0; }
    if (times == 0) return 0;
    if (times > 0) times--;
    if (code == -9) kill(getpid(), SIGKILL);
    errno = code;
    return 1;
}

static int fails(int fd, int kind) {
    char name[64], path[4096]; ssize_t size; int kept = errno;
    if (!(kinds & kind)) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    size = readlink(name, path, sizeof path - 1);
    errno = kept;
    if (size < 0) return 0;
    path[size] = 0;
    return fails_at(path);
}

ssize_t read(int fd, void *to, size_t n) { REAL(read); return fails(fd, READ) ? -1 : real(fd, to, n); }
ssize_t write(int fd, const void *of, size_t n) { REAL(write); return fails(fd, WRITE) ? -1 : real(fd, of, n); }
ssize_t pread(int fd, void *to, size_t n, off_t at) { REAL(pread); return fails(fd, READ) ? -1 : real(fd, to, n, at); }
ssize_t pread64(int fd, void *to, size_t n, off64_t at) { REAL(pread64); return fails(fd, READ) ? -1 : real(fd, to, n, at); }
ssize_t pwrite(int fd, const void *of, size_t n, off_t at) { REAL(pwrite); return fails(fd, WRITE) ? -1 : real(fd, of, n, at); }
ssize_t pwrite64(int fd, const void *of, size_t n, off64_t at) { REAL(pwrite64); return fails(fd, WRITE) ? -1 : real(fd, of, n, at); }
int fsync(int fd) { REAL(fsync); return fails(fd, SYNC) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails(fd, SYNC) ? -1 : real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); return fails(fd, WRITE) ? -1 : real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); return fails(fd, WRITE) ? -1 : real(fd, n); }

static int dies_at(const char *path) { return (kinds & WRITE) && code == -9 && fails_at(path); }
int unlink(const char *path) { REAL(unlink); return dies_at(path) ? -1 : real(path); }
int rename(const char *from, const char *to) { REAL(rename); return dies_at(to) ? -1 : real(from, to); }

static long back(void) {
    struct timespec now;
    if (!jump) return 0;
    really_now(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - armed.tv_sec) * 1000 + (now.tv_nsec - armed.tv_nsec) / 1000000 >= delay ? jump : 0;
}

int clock_gettime(clockid_t id, struct timespec *at) {
    int done = really_now(id, at);
    if (!done && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) at->tv_sec -= back();
    return done;
}
int gettimeofday(struct timeval *at, void *zone) {
    REAL(gettimeofday);
    int done = real(at, zone);
    if (!done && at) at->tv_sec -= back();
    return done;
}
time_t time(time_t *to) {
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    if (to) *to = at.tv_sec;
    return at.tv_sec;
}
