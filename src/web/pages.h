// Pages: routes for people with a browser. What a route is for decides who gets to its handler:
// everybody, who is signed in, or a member of the organization in the path with the permission it
// needs. Forms are read and their token is checked before a handler sees them. Not thread-safe
// while routes are added; read-only afterwards.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "html/html.h"
#include "http/form.h"
#include "http/router.h"
#include "model/access.h"
#include "web/frame.h"
#include "web/lists.h"
#include "web/visit.h"

namespace laurel::web {

class Pages {
 public:
  using Show = std::function<http::Reply(const Visit&)>;
  using Take = std::function<http::Reply(const Visit&, const http::Form&)>;

  // REQUIRES: all outlive it.
  Pages(http::Router& router, const Services& services, Lists& lists);

  // For everybody: `visit.who` is null unless somebody is signed in.
  void open(std::string_view path, Show show);
  void open_form(std::string_view path, Take take);
  // For who is signed in.
  void own(std::string_view path, Show show);
  void own_form(std::string_view path, Take take);
  // Under /o/{organization}, for members who may.
  void of_organization(std::string_view path, model::Permission needs, Show show);
  // A larger body limit than usual lets each field be as long as that.
  void organization_form(std::string_view path, model::Permission needs, Take take,
                         http::RouteOptions options = {}, http::FormLimits limits = {});

  // A form with a file of any size, whose bytes are taken as they come. The form token stands
  // before the file. What a taker refuses is answered to the person.
  class FileTaker {
   public:
    virtual ~FileTaker() = default;
    virtual base::Status begin(std::string_view file_name) = 0;
    virtual base::Status add(std::string_view bytes) = 0;
    virtual http::Response finish(const Visit& visit) = 0;
  };
  using Receive = std::function<std::unique_ptr<FileTaker>(const Visit&)>;
  void organization_upload(std::string_view path, model::Permission needs, Receive receive,
                           std::size_t largest);

  // --- What handlers answer with ----------------------------------------------------------------

  // A page in its frame. `here`: the path after /o/acme whose link in the navigation is marked.
  http::Response page(const Visit& visit, std::string_view title, std::string_view here,
                      const html::Html& content, int status = 200) const;
  // With what draws charts and sets figures.
  http::Response page_with_figures(const Visit& visit, std::string_view title,
                                   std::string_view here, const html::Html& content) const;
  // What a form of this site said, to be sent again, when there is no session for it or another
  // one; nothing for what another site sent.
  std::optional<http::Response> kept(const http::Request& request, int status,
                                     std::string_view sentence) const;
  // To a person: in words, with a way on.
  http::Response trouble(const http::Request& request, const base::Error& error) const;
  http::Response trouble(const http::Request& request, int status, std::string_view sentence) const;

 private:
  std::vector<NavigationLink> verbs(const Visit& visit, std::string_view here) const;
  http::Response in_frame(const Visit& visit, std::string_view title, std::string_view here,
                          const html::Html& content, int status, bool figures) const;
  class UploadStream;
  http::Response refused(const http::Request& request, const base::Error& error) const;

  http::Router& router_;
  const Services& services_;
  Lists& lists_;
  FrameFiles files_;
};

}  // namespace laurel::web
