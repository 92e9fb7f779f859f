// Files that people send with a form, on their way from the connection to whoever takes them. Who
// sends is checked before a byte is read, the form's token before a byte of the file is taken.
#include "http/multipart.h"
#include "web/pages.h"
#include "web/problem.h"

namespace laurel::web {

class Pages::UploadStream final : public http::Stream, private http::MultipartSink {
 public:
  UploadStream(const Pages& pages, Visit visit, std::unique_ptr<FileTaker> taker)
      : pages_(pages), visit_(std::move(visit)), taker_(std::move(taker)) {}

  base::Status open(std::size_t largest) {
    http::FormLimits limits;
    limits.file = largest;
    reader_.emplace(
        TRY(http::MultipartReader::create(visit_.request.header("Content-Type"), *this, limits)));
    return {};
  }

  void take(std::string block, http::Last last, http::PieceDone done) override {
    base::Status status = reader_->put(block);
    if (status.ok() && last == http::Last::kYes) status = end();
    if (!status.ok()) return answer(done, pages_.trouble(visit_.request, status.error()));
    if (last == http::Last::kYes) return answer(done, taker_->finish(visit_));
    done({});
  }

 private:
  static void answer(const http::PieceDone& done, http::Response response) {
    done({"", http::StreamNext::kStop, std::make_shared<http::Response>(std::move(response))});
  }

  base::Status end() const {
    TRY(reader_->finish());
    TRY(check_form(visit_.request, token_));
    return has_file_ ? base::Status() : base::invalid_input("Choose a file first.");
  }

  base::Status field(const std::string& name, std::string value) override {
    if (name == "form_token") token_ = std::move(value);
    return {};
  }
  base::Status begin_file(const std::string&, const std::string& name,
                          const std::string&) override {
    TRY(check_form(visit_.request, token_));
    if (has_file_) return base::invalid_input("Send one file at a time.");
    if (name.empty()) return base::invalid_input("Choose a file first.");
    has_file_ = true;
    return taker_->begin(name);
  }
  base::Status file_bytes(std::string_view bytes) override { return taker_->add(bytes); }

  const Pages& pages_;
  const Visit visit_;
  const std::unique_ptr<FileTaker> taker_;
  std::optional<http::MultipartReader> reader_;
  std::string token_;
  bool has_file_ = false;
};

void Pages::organization_upload(std::string_view path, model::Permission needs, Receive receive,
                                std::size_t largest) {
  router_.add_stream(
      http::Method::kPost, "/o/{organization}" + std::string(path),
      [this, needs, largest,
       receive = std::move(receive)](const http::Request& request) -> http::StreamReply {
        auto visit = member(request, services_);
        if (!visit) return refused(request, visit.error());
        if (const auto allowed = visit->caller().require(needs); !allowed)
          return trouble(request, allowed.error());
        auto taker = receive(*visit);
        auto stream = std::make_unique<UploadStream>(*this, std::move(*visit), std::move(taker));
        if (const auto opened = stream->open(largest); !opened) {
          // What is no upload is told apart by its token, as other forms are.
          if (const auto genuine = check_form(request, "");
              request.media_type() != "multipart/form-data" && !genuine)
            return trouble(request, genuine.error());
          return trouble(request, opened.error());
        }
        http::OpenStream out;
        out.stream = std::move(stream);
        out.answer = http::StreamAnswer::kAtEnd;
        return out;
      });
}

}  // namespace laurel::web
