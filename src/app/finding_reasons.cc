#include "app/finding_reasons.h"

#include <algorithm>

#include "app/known_organization.h"
#include "store/revisions.h"

namespace laurel::app {

base::Result<std::optional<FindingReasons>> reasons_of(store::Transaction& tx, Ingest& ingest,
                                                       model::OrganizationId organization,
                                                       const model::ResponseRecord& record,
                                                       const model::Commendation& commendation) {
  std::optional<FindingReasons> reasons;
  const model::Response& response = record.response;
  const auto verbatim =
      std::ranges::find(response.verbatims, commendation.question, &model::Verbatim::question);
  if (verbatim == response.verbatims.end()) return reasons;
  auto known = TRY(ingest.known(organization));
  if (known->revision() != TRY(store::revision(tx, organization))) {
    ingest.forget(organization);
    known = TRY(ingest.known(organization));
  }
  const OrganizationDetector& detector = known->detector();
  const detect::Examination examination = detector.detector.examine(
      verbatim->text, {.language = response.language, .business = detector.business});
  const auto found =
      std::ranges::find_if(examination.mentions, [&](const detect::Examined& examined) {
        return examined.target.mention.start < commendation.mention.end &&
               commendation.mention.start < examined.target.mention.end;
      });
  if (found == examination.mentions.end()) return reasons;
  reasons = {found->target.reasons, found->against, found->target.probability};
  return reasons;
}

}  // namespace laurel::app
