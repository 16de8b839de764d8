/* Stands between SQLite and the C library: writes down what reaches the files of a database, and fails on demand.
 *
 * DISK_LOG    the file to write to: a header (struct step) per call, followed by the bytes that were written
 * DISK_FAULT  while this file exists, its first letter says what fails: n writes (ENOSPC), s syncs (EIO)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct step {
    char deed, file, unused[6];
    long offset, length;
};

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int log_file = -1;

__attribute__((constructor)) static void open_log(void) {
    const char *path = getenv("DISK_LOG");
    if (path) log_file = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

/* D for the database, W for its write-ahead log, A for the file of acknowledgements, 0 for any other. */
static char which(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    const char *name = strrchr(path, '/');
    if (!name) return 0;
    if (!strcmp(name, "/portico.db")) return 'D';
    if (!strcmp(name, "/portico.db-wal")) return 'W';
    if (!strcmp(name, "/acknowledged")) return 'A';
    return 0;
}

static void note(char deed, char file, long offset, const void *bytes, long length) {
    struct step step = {deed, file, {0}, offset, length};
    if (log_file < 0 || !file) return;
    REAL(write)(log_file, &step, sizeof step);
    if (bytes) REAL(write)(log_file, bytes, length);
}

static int fails(char deed) {
    char found = 0;
    const char *path = getenv("DISK_FAULT");
    int fd = path ? open(path, O_RDONLY) : -1;
    if (fd < 0) return 0;
    if (read(fd, &found, 1) != 1) found = 0;
    close(fd);
    return found == deed;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    char file = which(fd);
    if ((file == 'D' || file == 'W') && fails('n')) return errno = ENOSPC, -1;
    ssize_t done = REAL(pwrite64)(fd, bytes, length, offset);
    if (done > 0) note('w', file, offset, bytes, done);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return pwrite64(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    ssize_t done = REAL(write)(fd, bytes, length);
    if (done > 0 && which(fd) == 'A') note('a', 'A', 0, bytes, done);
    return done;
}

int fdatasync(int fd) {
    char file = which(fd);
    if ((file == 'D' || file == 'W') && fails('s')) return errno = EIO, -1;
    int done = REAL(fdatasync)(fd);
    if (!done) note('s', file, 0, NULL, 0);
    return done;
}

int fsync(int fd) {
    return fdatasync(fd);
}

int ftruncate64(int fd, off64_t length) {
    int done = REAL(ftruncate64)(fd, length);
    if (!done) note('t', which(fd), length, NULL, 0);
    return done;
}

int ftruncate(int fd, off_t length) {
    return ftruncate64(fd, length);
}
