#include "schema/document.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>

namespace laurel::schema {

bool parse_document(std::string_view text, Reading& reading,
                    const std::function<void(const boost::json::value&)>& use) {
  namespace json = boost::json;
  // A response of the API is about 600 bytes: it is read without the heap.
  unsigned char room[8192];
  json::monotonic_resource memory(room, sizeof room);
  unsigned char parsing[1024];
  json::parse_options options;
  options.max_depth = 32;
  json::parser parser({}, options, parsing, sizeof parsing);
  parser.reset(&memory);
  json::error_code failure;
  const std::size_t read = parser.write(text, failure);
  if (failure) {
    return reading.say("This is not JSON from byte " + std::to_string(read + 1) + " on (" +
                       failure.message() + "). Send JSON in UTF-8.");
  }
  use(parser.release());
  return true;
}

}  // namespace laurel::schema
