#include "CSimdjson.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <type_traits>

namespace dom = simdjson::dom;

struct tm_json_parser {
  dom::parser parser;
};

namespace {

// simdjson's handles are a pointer to the document and an index into it. They cross the C face
// as those two words, copied bit by bit.
static_assert(sizeof(dom::element) == sizeof(tm_json_value));
static_assert(std::is_trivially_copyable_v<dom::element>);
static_assert(sizeof(dom::object::iterator) == sizeof(tm_json_value));
static_assert(sizeof(dom::array::iterator) == sizeof(tm_json_value));

template <typename Handle> Handle unwrap(tm_json_value value) {
  Handle handle;
  std::memcpy(static_cast<void *>(&handle), &value, sizeof handle);
  return handle;
}

template <typename Handle> tm_json_value wrap(const Handle &handle) {
  tm_json_value value;
  std::memcpy(&value, static_cast<const void *>(&handle), sizeof value);
  return value;
}

// Iterators have no default constructor, so they are carried in storage of their own.
template <typename Iterator> struct Carrier {
  alignas(Iterator) unsigned char storage[sizeof(Iterator)];
  explicit Carrier(tm_json_value value) { std::memcpy(storage, &value, sizeof storage); }
  Iterator &get() { return *std::launder(reinterpret_cast<Iterator *>(storage)); }
};

constexpr size_t smallest_capacity = 64 * 1024;

tm_json_error translate(simdjson::error_code error) {
  switch (error) {
  case simdjson::SUCCESS: return TM_JSON_OK;
  case simdjson::UTF8_ERROR: return TM_JSON_BAD_UTF8;
  case simdjson::STRING_ERROR: return TM_JSON_BAD_STRING;
  case simdjson::NUMBER_ERROR: return TM_JSON_BAD_NUMBER;
  case simdjson::T_ATOM_ERROR:
  case simdjson::F_ATOM_ERROR:
  case simdjson::N_ATOM_ERROR: return TM_JSON_BAD_LITERAL;
  case simdjson::UNESCAPED_CHARS: return TM_JSON_CONTROL_CHARACTER;
  case simdjson::UNCLOSED_STRING: return TM_JSON_UNCLOSED_STRING;
  case simdjson::DEPTH_ERROR: return TM_JSON_TOO_DEEP;
  case simdjson::CAPACITY: return TM_JSON_TOO_LARGE;
  case simdjson::MEMALLOC: return TM_JSON_NO_MEMORY;
  default: return TM_JSON_BAD_STRUCTURE;
  }
}

tm_json_string text(std::string_view view) { return {view.data(), view.size()}; }

} // namespace

extern "C" {

size_t tm_json_padding(void) { return simdjson::SIMDJSON_PADDING; }

tm_json_parser *tm_json_parser_new(void) { return new (std::nothrow) tm_json_parser; }

void tm_json_parser_free(tm_json_parser *parser) { delete parser; }

tm_json_error tm_json_parse(
    tm_json_parser *parser, const char *bytes, size_t count, tm_json_value *value) {
  // Left to itself, simdjson allocates anew for each record that is longer than all before it.
  size_t capacity = parser->parser.capacity();
  if (count > capacity) {
    if (capacity < smallest_capacity) capacity = smallest_capacity;
    while (capacity < count) capacity *= 2;
    if (auto error = parser->parser.allocate(capacity)) return translate(error);
  }
  dom::element element;
  if (auto error = parser->parser.parse(bytes, count, false).get(element)) return translate(error);
  *value = wrap(element);
  return TM_JSON_OK;
}

bool tm_utf8_is_valid(const char *bytes, size_t count) {
  return simdjson::validate_utf8(bytes, count);
}

tm_json_kind tm_json_get_kind(tm_json_value value) {
  switch (unwrap<dom::element>(value).type()) {
  case dom::element_type::ARRAY: return TM_JSON_ARRAY;
  case dom::element_type::OBJECT: return TM_JSON_OBJECT;
  case dom::element_type::STRING: return TM_JSON_STRING;
  case dom::element_type::INT64: return TM_JSON_INTEGER;
  case dom::element_type::UINT64:
  case dom::element_type::DOUBLE: return TM_JSON_DOUBLE;
  case dom::element_type::BOOL:
    return unwrap<dom::element>(value).get_bool().value_unsafe() ? TM_JSON_TRUE : TM_JSON_FALSE;
  case dom::element_type::NULL_VALUE: return TM_JSON_NULL;
  }
  return TM_JSON_NULL;
}

bool tm_json_member(
    tm_json_value value, const char *key, size_t key_count, tm_json_value *member) {
  dom::object object;
  if (unwrap<dom::element>(value).get_object().get(object)) return false;
  dom::element element;
  if (object.at_key(std::string_view(key, key_count)).get(element)) return false;
  *member = wrap(element);
  return true;
}

bool tm_json_get_string(tm_json_value value, tm_json_string *string) {
  std::string_view view;
  if (unwrap<dom::element>(value).get_string().get(view)) return false;
  *string = text(view);
  return true;
}

bool tm_json_get_integer(tm_json_value value, int64_t *integer) {
  return !unwrap<dom::element>(value).get_int64().get(*integer);
}

bool tm_json_get_double(tm_json_value value, double *number) {
  return !unwrap<dom::element>(value).get_double().get(*number);
}

tm_json_cursor tm_json_iterate(tm_json_value value) {
  auto element = unwrap<dom::element>(value);
  dom::object object;
  if (!element.get_object().get(object)) {
    auto begin = wrap(object.begin()), end = wrap(object.end());
    return {begin.document, begin.index, end.index, true};
  }
  dom::array array;
  if (!element.get_array().get(array)) {
    auto begin = wrap(array.begin()), end = wrap(array.end());
    return {begin.document, begin.index, end.index, false};
  }
  return {nullptr, 0, 0, false};
}

bool tm_json_next(tm_json_cursor *cursor, tm_json_string *key, tm_json_value *element) {
  if (cursor->index >= cursor->end) return false;
  tm_json_value place{cursor->document, cursor->index};
  if (cursor->is_object) {
    Carrier<dom::object::iterator> carrier(place);
    auto &iterator = carrier.get();
    if (key) *key = text(iterator.key());
    *element = wrap(iterator.value());
    ++iterator;
    cursor->index = wrap(iterator).index;
  } else {
    Carrier<dom::array::iterator> carrier(place);
    auto &iterator = carrier.get();
    *element = wrap(*iterator);
    ++iterator;
    cursor->index = wrap(iterator).index;
  }
  return true;
}

} // extern "C"
