// The few functions of libarchive that tickmark calls.
//
// libarchive's own headers include <sys/stat.h>, and a Swift module that imports them sees two
// structures `stat`. CArchive.c holds these declarations to the real ones.

#ifndef CARCHIVE_H
#define CARCHIVE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

struct archive;
struct archive_entry;

enum { CArchiveEnd = 1, CArchiveWarning = -20 };

struct archive *archive_write_new(void);
int archive_write_set_format_zip(struct archive *archive);
int archive_write_set_bytes_in_last_block(struct archive *archive, int bytes);
int archive_write_open_filename(struct archive *archive, const char *path);
int archive_write_header(struct archive *archive, struct archive_entry *entry);
ssize_t archive_write_data(struct archive *archive, const void *bytes, size_t count);
int archive_write_close(struct archive *archive);
int archive_write_free(struct archive *archive);

struct archive *archive_read_new(void);
int archive_read_support_format_zip(struct archive *archive);
int archive_read_open_filename(struct archive *archive, const char *path, size_t block_size);
int archive_read_next_header(struct archive *archive, struct archive_entry **entry);
ssize_t archive_read_data(struct archive *archive, void *bytes, size_t count);
int archive_read_free(struct archive *archive);
const char *archive_error_string(struct archive *archive);

struct archive_entry *archive_entry_new(void);
void archive_entry_free(struct archive_entry *entry);
const char *archive_entry_pathname_utf8(struct archive_entry *entry);
void archive_entry_set_pathname_utf8(struct archive_entry *entry, const char *path);
void archive_entry_set_filetype(struct archive_entry *entry, unsigned int type);
void archive_entry_set_perm(struct archive_entry *entry, mode_t permissions);
void archive_entry_set_size(struct archive_entry *entry, int64_t bytes);
void archive_entry_set_mtime(struct archive_entry *entry, time_t seconds, long nanoseconds);

#endif
