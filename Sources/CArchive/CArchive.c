#include "CArchive.h"

// A declaration that differs from libarchive's does not compile.
#include <archive.h>
#include <archive_entry.h>

_Static_assert(CArchiveEnd == ARCHIVE_EOF, "the end of an archive");
_Static_assert(CArchiveWarning == ARCHIVE_WARN, "a warning");
_Static_assert(ARCHIVE_OK == 0, "success");
