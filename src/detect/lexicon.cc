#include "detect/lexicon.h"

#include <string>
#include <unordered_map>

#include "text/fold.h"

namespace laurel::detect {

namespace {

struct Words {
  WordClass word_class;
  std::string_view words;  // separated by spaces
};

constexpr Words kWords[] = {
    {kPersonPraise,
     "friendly friendliest courteous polite kind kindest kindness helpful helpfull helpfully "
     "professional professionals professionalism professionally attentive attentiveness "
     "knowledgeable knowledgable knowledgeble welcoming caring compassionate compassion patient "
     "patience accommodating accomodating obliging considerate thoughtful respectful responsive "
     "hospitable cheerful cheery smiling smile smiles warm genuine genuinely sincere honest "
     "honesty trustworthy straightforward upfront personable pleasant competent capable efficient "
     "efficiently hardworking dedicated diligent conscientious supportive understanding "
     "sympathetic empathetic empathy gracious generous sweet sweetest lovely charming gentle "
     "jovial funny humorous approachable proactive reassuring informative courteously politely "
     "kindly warmly patiently energetic enthusiastic passionate skilled skilful skillful "
     "experienced talented articulate nice nicest affable amiable congenial cordial "
     "down-to-earth easygoing humble polished punctual prompt promptly quick swift thorough "
     "meticulous dependable reliable resourceful tactful wise brilliant courtesy politeness "
     "friendliness helpfulness warmth humanity humane "
     "freindly frendly freindliest profesional proffesional curteous courtious polight "
     "approachable encouraging motivating nonjudgmental unhurried unobtrusive discreet discrete "
     "sensitive alert vigilant accomodative cooperative co-operative coperative"},
    {kPraise,
     "great greatest excellent exceptional amazing awesome wonderful fantastic fabulous superb "
     "outstanding brilliant perfect perfectly best incredible terrific phenomenal marvelous "
     "marvellous magnificent splendid stellar good better impressive impressed impeccable "
     "faultless flawless top topnotch first-class superior super spectacular stunning delightful "
     "delighted pleased pleasure happy satisfied enjoyed enjoyable love loved loves loving "
     "favorite favourite finest fine-tuned extraordinary remarkable rock rocks rocked rockstar "
     "star stars hero heroes angel angels gem gems legend legends champion champions treasure "
     "asset credit a+ ace classy class excelent exellent excellant fab tremendous unbelievable "
     "unbeatable unmatched unsurpassed unforgettable memorable special beautiful "
     "exemplary admirable commendable praiseworthy noteworthy well smooth smoothly easy "
     "seamless comfortable effortless painless hats bravo cool sweetheart saviour savior "
     "lifesaver godsend blessing dream superstar superstars wow yay woo "
     "excellence superbly wonderfully brilliantly amazingly excellently"},
    {kMild,
     "ok okay fine average adequate decent acceptable reasonable alright fair so-so "
     "satisfactory standard normal usual usually typical expected sufficient neutral"},
    {kBlame,
     "rude rudest rudeness unhelpful unfriendly unprofessional incompetent incompetence "
     "inattentive arrogant dismissive disrespectful impolite lazy surly indifferent careless "
     "clueless condescending hostile abrupt aggressive ignorant ignored ignoring uncaring "
     "uninterested unresponsive unwilling untrained unfriendliest impatient nasty mean "
     "abusive argued arguing shouted shouting yelled yelling scolded snapped lied liar lying liars "
     "attitude grumpy miserable sullen pushy patronising patronizing uncooperative discourteous "
     "unkind unwelcoming stupid idiots idiot bitchy cranky snobbish snooty curt ridiculous "
     "inept unconcerned unsympathetic stern bossy smug sloppy harassed harass rudely"},
    {kBad,
     "bad terrible horrible awful worst worse poor poorly disappointing disappointed "
     "disappointment unacceptable disgusting dirty filthy broken lost losing delayed delay delays "
     "cancelled canceled cancel late slow slower noisy cold stuck stranded missed missing "
     "problem problems issue issues complaint complaints complain complained fail failed fails "
     "failure nightmare disaster mess waste wasted overpriced expensive pathetic frustrating "
     "frustrated annoying annoyed angry upset sad sadly unhappy dissatisfied never lack lacking "
     "lacked shame shameful joke appalling dreadful atrocious unfortunately hate hated avoid "
     "refused refuse refund rip-off scam ruined damaged damage wrong error mistake mistakes "
     "useless hopeless inconvenience inconvenient confusing confused chaos chaotic "
     "unorganized disorganized disorganised hung hold waiting waited wait trouble sucks suck "
     "sucked crap bullshit damn wtf hell lousy mediocre stale smelly crowded cramped "
     "bothered scary unsafe dangerous sick ill pain fault flightled"},
    {kHelpVerb,
     "helped helps helping help assist assisted assisting assists assistance explained explains "
     "explaining explain resolved resolve resolving solved solve solving fixed fix fixing "
     "arranged arranging arrange upgraded upgrade found find found sorted sort sorting guided "
     "guide guiding guidance advised advising advice answered answering answer answers listened "
     "listens listen listening reassured reassure reassuring cared cares supported support "
     "supports supporting accommodated accommodate greeted greeting greets welcomed welcome "
     "smiled served serves serving brought gave gives went goes made makes making took takes "
     "taking "
     "kept keeps keeping offered offers stayed stay saved saves handled handles handling "
     "ensured ensures ensuring ensure provided provides provide worked works working followed "
     "follow-up called-back treated treats treating treat looked looks looking entertained "
     "recommended suggested suggesting expedited rescued rebooked walked worked managed "
     "communicate communicated communicates understood understands informed inform informing "
     "updated calmed comforted encouraged negotiated located delivered deliver"},
    {kThanks,
     "thanks thank thankyou thanx thx ty thanking thanked thankful kudos grateful gratitude "
     "appreciate appreciated appreciates appreciation appreciative shout shoutout props compliment "
     "compliments complimented commend commended commendation commendations congratulations "
     "congrats applaud applause salute cheers recognize recognized recognise recognition raise "
     "promotion promote bonus reward rewarded award praise praised deserves deserve deserved "
     "deserving credit recommend recommending highly mention heart heartfelt respect bless tip "
     "ask request #kudos #thanks #thankyou tysm hats hat merci thnks thks special specially "
     "especially particularly particular"},
    {kExtra,
     "beyond above extra mile exceeded exceed exceeds surpassed overboard bend bent backwards "
     "everything anything nothing trouble effort efforts tirelessly personally genuinely "
     "exceptional outstanding unexpected surprise surprised surprising complimentary free stayed "
     "beyond effort lengths length proactively willing willingly eager happily always "
     "duty priority"},
    {kOrdinaryVerb,
     "told said asked says say tell tells asking saying came come comes put get got "
     "gets getting let sent send talk talked talking spoke speak speaking call called "
     "calling met meet meeting checked check see saw seen seemed seem seems appeared "
     "wanted want wants needed need needs tried try trying"},
    {kNegator,
     "not no never none nor neither without hardly barely scarcely cannot can't cant don't dont "
     "doesn't doesnt didn't didnt isn't isnt aren't arent wasn't wasnt weren't werent won't wont "
     "wouldn't wouldnt couldn't couldnt shouldn't shouldnt haven't havent hasn't hasnt hadn't "
     "hadnt ain't lack lacks lacked lacking nothing nobody zero less least"},
    {kContrast,
     "but although though however yet except whereas while despite unfortunately nevertheless "
     "otherwise still instead rather unless even"},
    {kModal,
     "would could should might may if wish hope hoping hopefully hoped wished must ought can "
     "will perhaps maybe suppose supposed expect expecting expected'd i'd need needs wonder "
     "whether unless seems"},
    {kIntense,
     "very so extremely really super truly absolutely incredibly exceptionally highly totally "
     "always most more particularly especially quite pretty too such completely genuinely "
     "ever soo sooo so-so just simply unbelievably all-round beyond thoroughly consistently "
     "extreamly exceedingly utterly both also equally"},
    {kBe,
     "is was are were be been being am 's isn't wasn't aren't weren't 're he's she's they're "
     "you're it's we're i'm who's was"},
    {kHave, "has had have having 've i've we've they've"},
    {kQuestion, "why where how what when whose which anybody anyone"},
    {kCompare, "than like unlike compared comparison versus vs as"},
    {kAnd, "and & plus also n with"},
    {kPreposition,
     "at in on from by to for of with during through throughout before after behind "
     "about over under into onto via per across toward towards"},
    {kArticle, "the a an this that these those"},
    {kFirstPerson, "i me my we us our mine ours myself ourselves i'm i've we've we're i'd we'd"},
    {kYour, "your you ur u yours you're you've"},
    {kWho, "who whom that which whoever"},
    {kAll, "all every each entire whole everybody everyone most any"},
    {kSome, "some few one two three several couple 1 2 3 both four many lot"},
    {kNone, "no nobody none noone zero"},
    {kOther, "other another others different competitor competitors elsewhere previous"},
    {kPronounOne, "he she him her his hers he's she's himself herself he'll she'll he'd she'd"},
    {kPronounMany, "they them their they're they've they'll they'd themselves these"},
    {kTitle,
     "mr mrs ms miss dr doctor prof professor sir madam mam ma'am captain capt nurse chef "
     "sister officer sgt mister"},
    {kRelative,
     "husband wife son daughter mother father mom mum dad brother sister friend friends family "
     "parents kids child children baby grandmother grandfather grandson granddaughter boyfriend "
     "girlfriend fiance fiancee partner cousin uncle aunt nephew niece colleague customer "
     "customers "
     "passenger passengers guest guests patient patients neighbour neighbor couple traveller "
     "travelers resident residents"},
    {kThing,
     "food room rooms seat seats flight flights car cars vehicle truck bed beds bathroom breakfast "
     "dinner lunch meal meals drink drinks coffee tea menu buffet location view price prices deal "
     "value money wifi internet entertainment plane aircraft luggage bag bags bathroom shower pool "
     "parking ambience ambiance atmosphere decor music place app website system machine account "
     "card loan app tool product products delivery order item items facilities facility lounge "
     "cleanliness quality interface features ticket tickets medication treatment appointment "
     "surgery hospital ward ambulance movie movies screen legroom starters dessert desserts dish "
     "dishes chicken biryani cocktails"},
    {kService,
     "service services hospitality experience stay visit trip journey process care treatment "
     "communication response attention assistance attitude help support"},
    {kBusiness,
     "airline airlines hotel hotels dealership dealer dealers bank company companies restaurant "
     "store shop starbucks airport airways hospital clinic surgery branch motel inn resort cafe "
     "business brand organisation organization marriott hilton hyatt sheraton united delta "
     "jetblue southwest american usairways lufthansa ryanair easyjet emirates lesueur mckaig "
     "toyota chevrolet buick ford honda"},
    {kTime,
     "monday tuesday wednesday thursday friday saturday sunday january february march april may "
     "june july august september october november december jan feb mar apr jun jul aug sep sept "
     "oct "
     "nov dec today yesterday tomorrow tonight morning afternoon evening night mon tue wed thu fri "
     "sat sun christmas easter spring summer autumn winter"},
    {kPlaceCue,
     "airport street avenue road hotel city station square park beach terminal centre "
     "center county island state bay valley hills mall"},
    {kTeamHead,
     "staff staffs staf crew crews team teams personnel employees employee's staffers workers "
     "workforce squad aircrew bellstaff stuff group associates attendents attendants stewardesses "
     "stewards members"},
    {kDepartment,
     "reception housekeeping concierge management frontdesk frontoffice valet maintenance "
     "helpdesk callcenter paramedics midwives roomservice triage dispatch dispatchers admissions "
     "billing accounts security catering sales finance parts resus physio"},
    {kDeskNoun,
     "department departments dept desk desks office counter counters centre center line unit "
     "division section helpline hotline service support care room shop reception ward bar kitchen "
     "deck spa lounge"},
    {kPeople,
     "everyone everybody people guys folks ladies gentlemen men women girls boys gals "
     "lads persons individuals professionals anyone someone"},
    {kPersonNoun,
     "lady gentleman guy man woman girl boy person gal fella lad fellow someone somebody "
     "individual kid human chap dude bloke"},
    {kRoleModifier,
     "cabin flight front desk ground gate ticket ticketing service services customer sales "
     "check checkin in hotel restaurant bar kitchen floor reception housekeeping cleaning nursing "
     "medical ambulance security support technical tech parts finance office lounge on board "
     "onboard "
     "air ward bell room wait waiting kitchen door baggage luggage counter call phone telephone "
     "social media care crisis emergency management managerial branch store shop field repair "
     "installation delivery warehouse account relationship project concierge spa pool breakfast "
     "banquet event events night day duty shift senior junior head chief assistant deputy lead "
     "local "
     "regional general operations dental clinical hospital lab pharmacy theatre admin "
     "administrative "
     "reservation reservations booking boarding check-in rental leasing maintenance engineering "
     "dispatch driver bus train station transport transportation mental health home help "
     "community district guest relations valet parking flt fc first class business economy "
     "collection collections legal claims loan mortgage teller teaching school catering"},
    {kNotName,
     "english french german spanish american british indian chinese european asian us usa uk eu "
     "wifi "
     "tv ok ac gps nhs gp vip fa cs iphone ipad facebook twitter google youtube tripadvisor yelp "
     "dealerrater amazon flipkart shopzilla booking expedia agoda hsbc sbi hdfc icici axis citi "
     "miro "
     "delta jetblue united southwest usairways airways airlines air lufthansa ryanair easyjet "
     "emirates qantas etihad frontier spirit avianca iberia lesueur mckaig toyota chevrolet chevy "
     "buick ford honda bmw audi volvo nissan gmc tahoe silverado camry civic accord prius jeep "
     "dodge starbucks mcdonalds marriott hilton hyatt sheraton westin ibis novotel ramada radisson "
     "london paris new york boston chicago dallas houston denver atlanta phoenix seattle miami "
     "orlando vegas francisco angeles diego philadelphia charlotte detroit newark washington "
     "toronto vancouver montreal dublin madrid rome milan berlin frankfurt munich vienna zurich "
     "geneva amsterdam brussels lisbon athens istanbul moscow dubai doha delhi mumbai bangalore "
     "hyderabad chennai kolkata pune gurgaon singapore bangkok manila jakarta tokyo hong kong "
     "beijing shanghai sydney melbourne auckland johannesburg cairo nairobi america europe asia "
     "africa australia canada mexico india china japan england scotland wales ireland france "
     "germany spain italy texas california florida arizona ohio nevada manchester heathrow gatwick "
     "god jesus lord christ hi hello hey dear yes no thanks the i covid a&e gps n/a na lol omg wow "
     "manhattan brooklyn broadway times square central internet web email mr mrs ms dr "
     "biryani chinese italian mexican thai continental buffet bbq"},
    // French, German, Spanish, Italian, Portuguese, Dutch, romanised Hindi; accents folded away.
    {kForeign,
     "le la les des une est sont et dans pour pas avec vous nous je il elle ils elles mais tres "
     "bien "
     "que qui sur au aux du ce cette ces mon ma mes votre vos notre nos tout tous toute plus trop "
     "peu bonne bons bonnes rien ras accueil agreable magasin produits produit prix rapide "
     "personnel vendeur vendeuse vendeurs caisse caisses choix qualite satisfait satisfaite "
     "parfait parfaite merci toujours jamais beaucoup assez aussi etre avoir fait faire etait ete "
     "manque client clients conseil conseils disponible aimable souriant sympathique sympa "
     "livraison commande j'ai c'est n'ai l'accueil d'attente qu'il n'est "
     "attente article articles rayon rayons propre cher chers correct correcte "
     "der die das und ist nicht ein eine mit fur auf von sehr wir ich sie war waren hat haben auch "
     "aber wie bei zum zur gut schnell freundlich alles immer mitarbeiter danke bedienung beratung "
     "nur noch kein keine einen einem durch wurde uns mich hier "
     "el los las del una por con para muy pero como todo todos esta este fue bueno buena gracias "
     "atencion servicio excelente personal rapido amable siempre nunca mejor tienda muchas hay son "
     "porque cuando tambien mas nos mi su sus "
     "il gli nel della delle che molto ma anche sono bene ottimo grazie servizio personale gentile "
     "cortese sempre tutto non "
     "nao muito bom boa obrigado atendimento otimo foi com para uma mas sempre loja "
     "het een van niet goed zeer dank heel maar snel vriendelijk medewerker "
     "aucun aucune aucunes aucuns remarque remarques signaler continuer manque difficile trouver "
     "hai nahi nahin bahut bohot aap aapka aapne aapse kar karke ke liye accha acha axa mera meri "
     "hum mujhe kya ko se ki tha thi lekin bhi baat lga laga diya gaya raha"},
};

// Occupations of people who serve customers. The plural is formed from the singular.
constexpr std::string_view kRoles =
    "agent attendant waiter waitress bartender barista server host hostess manager supervisor "
    "receptionist concierge porter bellboy bellman bellhop doorman housekeeper maid cleaner "
    "janitor "
    "chef cook sommelier steward stewardess pilot captain purser officer driver conductor guard "
    "nurse doctor physician surgeon paramedic therapist physiotherapist physio dentist hygienist "
    "pharmacist midwife carer caregiver consultant specialist practitioner optician optometrist "
    "counsellor counselor psychologist psychiatrist radiographer technician tech mechanic engineer "
    "installer electrician plumber fitter repairman handyman gardener painter carpenter roofer "
    "contractor estimator inspector surveyor operator dispatcher handler clerk cashier teller "
    "banker "
    "broker advisor adviser planner accountant auditor lawyer attorney solicitor paralegal notary "
    "salesman salesperson saleswoman saleslady seller rep representative executive exec associate "
    "assistant secretary administrator coordinator co-ordinator director owner proprietor "
    "president "
    "boss leader lead employee worker staffer colleague trainer instructor teacher coach tutor "
    "mentor guide courier mailman postman carrier packer loader picker planner buyer merchandiser "
    "librarian volunteer trainee apprentice intern expert professional developer programmer "
    "analyst designer architect groomer vet veterinarian stylist hairdresser barber beautician "
    "masseuse masseur manicurist florist photographer realtor landlord caretaker superintendent "
    "butler valet lifeguard fa innkeeper flightattendant crewmember csr cpn dn liaison operative "
    "controller marshal warden constable policeman firefighter medic orderly phlebotomist "
    "dietitian "
    "dietician chaplain matron registrar gp cardiologist dermatologist pediatrician paediatrician "
    "oncologist orthodontist anaesthetist anesthesiologist dentist skycap hostess airhostess "
    "ambulanceman fireman workman foreman storeman serviceman salesrep adjuster underwriter "
    "recruiter ambassador greeter usher dj entertainer reservationist telephonist interpreter "
    "excutive exicutive representive attendent conceierge";

std::string plural_of(const std::string& word) {
  if (word.ends_with("man")) return word.substr(0, word.size() - 3) + "men";
  if (word.ends_with("wife")) return word.substr(0, word.size() - 2) + "ves";
  if (word.ends_with("y") && !word.ends_with("ey") && !word.ends_with("oy"))
    return word.substr(0, word.size() - 1) + "ies";
  if (word.ends_with("s") || word.ends_with("ch") || word.ends_with("sh")) return word + "es";
  return word + "s";
}

template <typename Visit>
void for_each_word(std::string_view words, Visit visit) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) visit(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

struct CueWords {
  WordCue cue;
  std::string_view words;
};
constexpr CueWords kCueWords[] = {
    {kCueWordName,
     "chase rose drew bill will mark grant hope faith joy grace rich art earl ray angel dean "
     "christian frank dawn gene pat rob sue wade chip buddy summer miles lucky april may june "
     "august ruby pearl amber crystal jade iris lily violet hunter mason cliff heath dale glen "
     "sky star jack guy price banks stone patience charity prudence constance destiny harmony "
     "melody ginger sandy rusty major king skip carol holly ivy olive basil sage brook gill "
     "penny robin victor trip van"},
    {kCuePlace, "in at from via near into"},
    {kCueWish, "wish yours"},
    {kCueFamily,
     "husband wife son daughter mother father mom mum dad brother sister grandmother grandfather "
     "grandson granddaughter boyfriend girlfriend fiance fiancee partner cousin uncle aunt "
     "nephew niece parents parent kids child children baby grandma grandpa granny nan nana "
     "auntie stepson stepdaughter toddler"},
    {kCueCompanion,
     "husband wife son daughter mother father mom mum dad brother sister grandmother grandfather "
     "grandson granddaughter boyfriend girlfriend fiance fiancee partner cousin uncle aunt "
     "nephew niece parents parent kids child children baby grandma grandpa granny nan nana "
     "auntie stepson stepdaughter toddler "
     "friend friends family colleague customer customers passenger passengers guest guests "
     "patient patients neighbour neighbor neighbours neighbors couple traveller travelers "
     "resident residents roommate solicitor lawyer attorney stevedore immigration stranger "
     "classmate landlord landlady accountant realtor shopper surgeon carer policeman policewoman "
     "police paramedic paramedics bystander visitor flatmate housemate traveler tenant tenants "
     "babysitter nanny vicar pastor priest rabbi imam dog cat puppy kitten "
     "horse conveyancer taxi cab uber seatmate haulier haulier's"},
    {kCueElsewhere,
     "insurance insurer authority agency competitor rival police society warranty "
     "contractor subcontractor church charity manufacturer embassy customs electric "
     "supplier county government ministry court utility gas"},
    {kCueYour, "your yours you ur"},
    {kCueSignOff, "sincerely regards signed faithfully truly"},
    {kCueCalled, "by named name called"},
    {kCueNameFollows, "by to with and named name called for is was of from saw see met miss"},
};

std::vector<LexiconEntry> build() {
  std::unordered_map<std::uint64_t, LexiconEntry> entries;
  const auto entry = [&](std::string_view word) -> LexiconEntry& {
    const std::uint64_t hash = text::hash_folded(word);
    return entries.try_emplace(hash, LexiconEntry{hash, 0, 0}).first->second;
  };
  const auto put = [&](std::string_view word, WordClass c) { entry(word).classes |= bit(c); };
  for (const Words& words : kWords)
    for_each_word(words.words, [&](std::string_view w) { put(w, words.word_class); });
  for_each_word(kRoles, [&](std::string_view w) {
    put(w, kRoleOne);
    put(plural_of(std::string(w)), kRoleMany);
  });
  for (const NicknamePair& pair : nicknames()) put(pair.nickname, kNickname);
  for (const CueWords& list : kCueWords)
    for_each_word(list.words, [&](std::string_view w) { entry(w).cues |= list.cue; });
  std::vector<LexiconEntry> out;
  out.reserve(entries.size());
  for (const auto& [hash, word] : entries) out.push_back(word);
  return out;
}

}  // namespace

const std::vector<LexiconEntry>& lexicon() {
  static const std::vector<LexiconEntry> entries = build();
  return entries;
}

}  // namespace laurel::detect
