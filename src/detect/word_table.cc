#include "detect/word_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>

#include "detect/word_vectors.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

constexpr int kClusters = 640;
constexpr int kCoarseClusters = 100;
constexpr std::size_t kVectors = 9000;  // of the most frequent words

// Given names the public statistics of one country miss; written by hand, over many origins.
constexpr std::string_view kMoreFirstNames =
    "aadil aakash aarav aarti abbas abdul abdullah abdulla abhijeet abhilash abhinav abhishek adil "
    "aditi aditya afzal ahmad ahmed aisha ajay ajit akash akhil akram akshay ali alok aman amar "
    "amarjeet amin amina amir amit amitabh amol amrit anand ananya anand ane aneesh anil animesh "
    "anirban anish anita anjali anjana anjum ankit ankita ankur ankush anoop anshul anuj anup "
    "anupam anurag anusha aparna aqib arati archana arif arjun armaan arnab arpit arshad arun "
    "aruna arvind asad ashish ashok ashraf ashwin asif asim aslam atif atul avinash ayaan ayesha "
    "ayush azhar aziz babu bala balaji bhagat bharat bhargav bhaskar bhavesh bhavna bhupendra "
    "bikash bikram bilal bipin birendra biswajit brijesh chandan chandra chandrakant chetan chirag "
    "danish darshan debashish deepa deepak deepika deepti devendra dhananjay dhanush dharmendra "
    "dheeraj dhiraj dhruv dilip dinesh dipak dipankar divya durga ehsan eshan faisal faiz faizan "
    "farah farhan farid farooq fatima feroz firoz ganesh gaurav gauri gautam geeta girish gopal "
    "gopi govind gulshan gurpreet hamid hamza hari harish harpreet harsh harsha harshad hasan "
    "hassan hemant hema himanshu hitesh huma husain hussain ibrahim imran indra inder irfan ishaan "
    "ishita ismail jagdish jahid jai jamal janaki jaspreet jatin javed jay jaya jayant jayesh "
    "jeetendra jignesh jitendra jitender junaid jyoti kabir kailash kajal kalpana kamal kamlesh "
    "kanchan karan karthik kartik kashif kaushal kaushik kavita keshav khalid khushboo kiran "
    "kishan "
    "kishore komal krishna kuldeep kumar kunal lakshmi lalit lata lokesh madan madhav madhu "
    "madhuri mahendra mahesh mahmood malik mamta manas mandeep mangesh manish manisha manjeet "
    "manju "
    "manjunath manoj manohar mansi meena meera megha mehul milind minakshi mithun mohan mohammad "
    "mohammed mohd mohit monika mubarak mudassir muhammad mujeeb mukesh munna murali musa mustafa "
    "nabeel nadeem nadia nagesh naina nand nandini narayan narendra naresh nasir naveed naveen "
    "navin "
    "nazia neelam neeraj neeta neha nidhi nikhil nikita nilesh niraj niranjan nisha nishant nitesh "
    "nitin nitish noor om omkar pallavi pankaj parag param paras parth parveen pawan payal pinky "
    "pooja prabhakar prabhat pradeep pradip prakash pramod pranav pranay prasad prasanna prasenjit "
    "prashant prateek pratibha pratik praveen pravin preeti prem prerna prince prithvi priya "
    "priyanka puja pulkit puneet punit purnima pushpa qasim rachna radha raghav raghu rahim rahman "
    "rahul raj raja rajan rajat rajeev rajendra rajesh rajiv raju rakesh rakhi ram raman ramesh "
    "rameshwar ramya rana ranjan ranjana ranjit ranjith ranveer rashid rashmi ratan ratul ravi "
    "ravinder ravindra rehan rehman rekha renu reshma richa riddhi rishabh rishi ritesh ritika "
    "ritu "
    "riya rizwan rohan rohini rohit roshan roshni rubina rupa rupesh ruchi sachin sadiq sagar "
    "sahil "
    "sahana saif sajid salim salma salman saleem sameer samir sanaya sandeep sandip sangeeta "
    "sanjana "
    "sanjay sanjeev sanjiv sanket santosh santhosh sapna saravanan sarfaraz sarita satish satya "
    "satyam saurabh saurav seema sejal shabana shabbir shabnam shafiq shah shahbaz shahid shahrukh "
    "shailesh shakeel shakti shalini shankar shantanu sharad sharath sharma shashank shashi "
    "sheetal "
    "shikha shilpa shirish shiv shiva shivam shivani shraddha shreya shruti shubham shweta "
    "siddharth "
    "siddhi simran sindhu smita sneha sohail sohan somnath sonal sonali soni sonia sonu soumya "
    "sourav "
    "sreenivas srikanth srinivas subash subhash sudeep sudha sudhakar sudhir sudip sufiyan suhas "
    "sujata sujit sukhwinder suman sumit sundar sunil sunita suraj surbhi surendra suresh surya "
    "sushant sushil sushma swapnil swati syed tabassum taj tanmay tanu tanvi tanya tariq tarun "
    "tejas "
    "tushar uday ujjwal uma umang umesh upendra usha usman uttam vaibhav vandana varsha varun "
    "vasant "
    "vasim vasu venkat venkatesh vicky vidya vijay vikas vikash vikram vikrant vimal vinay vineet "
    "vinit vinod vipin vipul viraj virendra vishal vishnu vivek wahid waqar waseem wasim yadav "
    "yamini "
    "yamuna yash yashwant yogesh yogita yousuf yusuf zaheer zaid zakir zeeshan zoya papiya shonna "
    "anwar faraz danial hamdan khalil laila layla leila mahmoud mariam maryam mehdi mona mostafa "
    "nabil nour omar osama rami rania samira sara tarek walid yasmin yasmine youssef zahra zainab "
    "adaeze ade adebayo akua ama amara aminata babajide boubacar chidi chika chinedu chioma ebele "
    "efua "
    "emeka fatou femi ifeoma ike kofi kojo kwabena kwame lerato mamadou mandla musa naledi nana "
    "ngozi "
    "nkechi nnamdi nomsa obi olu oluwaseun sipho tendai thabo themba tunde uche wanjiku yaw zanele "
    "bao binh chen chi dong duc fang feng guo hai hao hong hua hui hung huong jiang jie jin jing "
    "jun "
    "kai lan lei li lin ling linh liu long mai mei min ming minh ngoc nguyen ping qiang qing quan "
    "quang rong shan shu tao thanh thao thi thu thuy tran trang tuan van wei wen xiang xiao xin "
    "xiu "
    "yan yang ying yong yu yuan yun zhen zhi aiko akira ayumi daisuke emi haruka haruki hiro "
    "hiroshi "
    "kaori kazuki kenji kenta keiko koji mariko masao mayumi miki naoki noriko ryo sakura satoshi "
    "shinji takashi takeshi taro tomoko yoko yuka yuki yumi eunji hyun jihoon jisoo minho minji "
    "seojun soojin sungmin youngho arief agus budi dewi dian eko fitri indah joko putri rizky siti "
    "sri wayan yanti aleksandr aleksei alexei andrei anton boris dmitry elena evgeny galina igor "
    "ilya "
    "irina ivan ksenia larisa ludmila maksim marina mikhail nadezhda nikolai oksana oleg olga "
    "pavel "
    "sergei sergey svetlana tatiana vadim valentina viktor vladimir yulia yuri agnieszka andrzej "
    "bartek beata dorota ewa grzegorz jacek jadwiga jerzy joanna kasia katarzyna krzysztof "
    "lukasz maciej magda magdalena malgorzata marek mateusz michal monika pawel piotr przemek "
    "slawek stanislaw tomasz wojciech zofia zbigniew bogdan costin cristian dragos florin gheorghe "
    "ionut mihai mircea razvan vasile hana jana jiri katerina ladislav lenka lubos marketa milan "
    "miroslav ondrej pavla petr radek vaclav zdenek andras balazs csaba eszter ferenc gabor gyorgy "
    "ildiko istvan janos katalin laszlo levente peter sandor tamas zoltan zsolt zsuzsa bjorn erik "
    "freya gunnar hakan henrik ingrid jens johan kirsten knut lars lasse leif magnus mads mikkel "
    "nils olav ole ove per rasmus sigrid soren stig sven svein thor torben ulf annika eero jari "
    "juha kari markku matti mika minna paivi pekka riitta satu timo tuula ville andreas anja anke "
    "birgit bernd dieter franziska gerhard gisela gunther hans heike heinz helga holger horst ingo "
    "jens joachim jochen jurgen karin karlheinz katja klaus kurt manfred matthias monika oliver "
    "petra rainer ralf renate rudiger sabine stefan stefanie susanne thorsten tobias torsten "
    "ulrich "
    "ulrike ursula uwe volker werner wolfgang alain amelie anais antoine arnaud aurelie benoit "
    "bernard brigitte camille cecile chantal christelle christophe claire claude clement corinne "
    "damien delphine didier dominique elise elodie emmanuel fabien fabrice florence florian "
    "francois "
    "francoise frederic genevieve gerard gilles guillaume helene herve isabelle jacques jean "
    "jerome "
    "julien laurence laurent lionel loic luc lucie ludovic marc marie martine mathieu maxime "
    "michel "
    "mireille monique nathalie nicolas noemie odile olivier pascal pascale patrice philippe pierre "
    "quentin raphael regine remi rene romain sandrine sebastien serge severine simone sophie "
    "solange "
    "stephane sylvain sylvie thibault thierry valerie veronique virginie vincent xavier yann "
    "yannick "
    "yves adriana agustin alejandra alejandro alfonso alvaro ana andres angelica antonio araceli "
    "arturo beatriz belen benito blanca camila carlos carmen catalina cesar claudia consuelo "
    "cristina daniela diego dolores eduardo elena emilio enrique ernesto esteban esteban eva "
    "fabiola felipe fernanda fernando francisca gabriela gerardo gilberto gloria gonzalo guadalupe "
    "guillermo gustavo hector hernan hugo ignacio ines isabel jaime javier jesus joaquin jorge "
    "jose "
    "josefina juan juana julio lorena lourdes lucia luis luisa luz manolo manuel marcela marcelo "
    "marco margarita mariana mariano mariela marisol marta mateo mauricio mercedes miguel monica "
    "nicolas norma octavio oscar pablo paloma patricio paula pedro pilar rafael ramon raul ricardo "
    "roberto rocio rodrigo rogelio rosa rosario ruben salvador santiago sergio silvia sofia "
    "soledad susana teresa tomas valentina vanesa veronica vicente victor ximena yolanda "
    "alessandra "
    "alessandro alessia andrea angelo antonella chiara claudio davide domenico elisa enzo "
    "fabio federica federico filippo francesca francesco gianluca gianni giorgio giovanni giulia "
    "giulio giuseppe ilaria laura lorenzo luca luigi marcello martina massimo matteo maurizio "
    "mattia michela michele nicola paolo pasquale piero pietro raffaele renato riccardo rocco "
    "salvatore sandro sara serena silvio simona stefano tommaso umberto valeria vincenzo vito "
    "aoife ciara ciaran cillian conor dermot eamon eoin fergus fionnuala gearoid grainne mairead "
    "niall niamh oisin orla padraig roisin saoirse sinead siobhan tadhg alasdair angus callum "
    "catriona ewan fiona hamish iain isla mairi morag rory ruaridh aled angharad bronwen carys "
    "dafydd dilys emyr geraint gethin gwen huw ieuan llinos rhian rhys sioned joao tiago rui nuno "
    "paulo thiago vasco afonso duarte goncalo ines beatriz leonor mafalda raquel dimitris giorgos "
    "kostas nikos panagiotis spiros stavros vassilis yannis eleni katerina sofia zoe ahmet ayse "
    "burak can cem deniz elif emine emre fatma hakan kemal mehmet merve murat mustafa ozlem selin "
    "serkan tolga yusuf zeynep avi ayelet chaim dov eitan eli guy itai moshe noam shira shlomo tal "
    "uri yael yossi kavitha lakshman sanjeewa nuwan chaminda dilshan thilini tenzin pema dorji "
    "sonam "
    "kibet wanjiru otieno achieng njeri kamau mwangi tesfaye abebe hirut selam yonas maile kalani "
    "leilani keanu sione mele tevita jaslyn raymond rosetta ranjita karim cassandra memsura xxxx";

constexpr ClassMask kEnglishGlue = bit(kBe) | bit(kHave) | bit(kArticle) | bit(kFirstPerson) |
                                   bit(kYour) | bit(kWho) | bit(kPronounOne) | bit(kPronounMany) |
                                   bit(kNegator) | bit(kContrast) | bit(kAnd) | bit(kPreposition);

Sense sense_of(ClassMask classes) {
  struct Pair {
    WordClass word_class;
    Sense sense;
  };
  constexpr Pair kOrder[] = {
      {kNegator, Sense::kNegator},
      {kPronounOne, Sense::kPronoun},
      {kPronounMany, Sense::kPronoun},
      {kPersonPraise, Sense::kPersonPraise},
      {kBlame, Sense::kBlame},
      {kPraise, Sense::kPraise},
      {kBad, Sense::kBad},
      {kMild, Sense::kMild},
      {kThanks, Sense::kThanks},
      {kContrast, Sense::kContrast},
      {kBe, Sense::kBe},
      {kHave, Sense::kHave},
      {kHelpVerb, Sense::kHelp},
      {kExtra, Sense::kExtra},
      {kIntense, Sense::kIntense},
      {kModal, Sense::kModal},
      {kQuestion, Sense::kQuestion},
      {kCompare, Sense::kCompare},
      {kAnd, Sense::kAnd},
      {kWho, Sense::kWho},
      {kFirstPerson, Sense::kFirstPerson},
      {kYour, Sense::kYour},
      {kRelative, Sense::kRelative},
      {kTeamHead, Sense::kTeam},
      {kRoleMany, Sense::kTeam},
      {kPeople, Sense::kTeam},
      {kRoleOne, Sense::kPerson},
      {kPersonNoun, Sense::kPerson},
      {kThing, Sense::kThing},
      {kService, Sense::kService},
      {kBusiness, Sense::kBusiness},
      {kOrdinaryVerb, Sense::kOrdinaryVerb},
      {kPreposition, Sense::kPreposition},
      {kArticle, Sense::kArticle},
  };

  for (const Pair& pair : kOrder)
    if ((classes >> pair.word_class & 1) != 0) return pair.sense;
  return Sense::kNothing;
}

int level(double value, double low, double middle, double high) {
  return value >= high ? 3 : value >= middle ? 2 : value >= low ? 1 : 0;
}

}  // namespace

WordTable::WordTable(WordKnowledge knowledge) : knowledge_(std::move(knowledge)) {
  const std::size_t entries = knowledge_.words.size() + lexicon().size();
  slots_.resize(std::bit_ceil(entries + entries / 2 + 16));
  mask_ = slots_.size() - 1;
  for (const LearnedWord& word : knowledge_.words) {
    WordInfo& info = insert(word.key);
    info.cluster = word.cluster;
    info.coarse = word.coarse;
    info.shape = word.shape;
    info.vector = word.vector;
  }
  for (const LexiconEntry& word : lexicon()) {
    WordInfo& info = insert(static_cast<std::uint32_t>(word.hash));
    info.classes |= word.classes;
    info.cues |= word.cues;
    info.sense = sense_of(info.classes);
  }
  for (WordInfo& info : slots_) {
    const bool common = info.frequency() == 3 && info.capitals() <= 1;
    // Towns and months that are given names too are left to the words around them.
    const bool given = info.first_name() >= 2 && !info.any(kNeverName | (kMeaning & ~bit(kTime))) &&
                       info.any(bit(kNotName) | bit(kTime));
    if (!given && (info.any(kNeverName | kMeaning | bit(kNotName)) || common))
      info.cues |= kCueNoSmallName;
    if (info.classes != 0 || info.frequency() != 0) info.cues |= kCueContent;
    if (info.any(kEnglishGlue)) info.cues |= kCueGlue;
    if (info.classes != 0 || info.frequency() >= 2 || info.first_name() > 0)
      info.cues |= kCueKnownWord;
  }
}

WordInfo& WordTable::insert(std::uint32_t key) {
  std::size_t i = slot(key);
  while (slots_[i].key != 0 && slots_[i].key != key) i = (i + 1) & mask_;
  slots_[i].key = key;
  return slots_[i];
}

WordKnowledge learn_words(std::string_view corpus, const std::vector<NameCount>& first_names,
                          const std::vector<NameCount>& surnames) {
  const WordVectors vectors =
      learn_word_vectors(corpus, {.dimensions = static_cast<int>(kDimensions)});
  const std::vector<std::uint16_t> fine = cluster_words(vectors, kClusters, 15, 1);
  const std::vector<std::uint16_t> coarse = cluster_words(vectors, kCoarseClusters, 15, 2);
  std::unordered_map<std::uint32_t, LearnedWord> words;
  const auto entry = [&](std::uint64_t hash) -> LearnedWord& {
    LearnedWord& word = words[static_cast<std::uint32_t>(hash)];
    word.key = static_cast<std::uint32_t>(hash);
    return word;
  };
  for (std::size_t i = 0; i < vectors.hashes.size(); ++i) {
    LearnedWord& word = entry(vectors.hashes[i]);
    word.cluster = static_cast<std::uint16_t>(fine[i] + 1);
    word.coarse = static_cast<std::uint8_t>(coarse[i] + 1);
    const double capitals = static_cast<double>(vectors.capitals[i]) / vectors.counts[i];
    word.shape = static_cast<std::uint8_t>(level(capitals, 0.15, 0.4, 0.7) << 4 |
                                           level(vectors.counts[i], 1, 60, 1000) << 6);
  }
  const auto raise = [&](std::string_view name, int value, int shift) {
    LearnedWord& word = entry(text::hash_folded(text::fold(name)));
    const int now = word.shape >> shift & 3;
    if (value > now)
      word.shape = static_cast<std::uint8_t>((word.shape & ~(3 << shift)) | value << shift);
  };
  for (const NameCount& name : first_names)
    if (const int l = level(name.count, 150, 1500, 20000); l > 0) raise(name.name, l, 0);
  for (const NameCount& name : surnames)
    if (const int l = level(name.count, 0.0005, 0.003, 0.02); l > 0) raise(name.name, l, 2);
  for (std::string_view rest = kMoreFirstNames; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (end > 1) raise(rest.substr(0, end), 2, 0);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  WordKnowledge out;
  for (std::size_t i = 0; i < vectors.hashes.size() && i < kVectors; ++i) {
    LearnedWord& word = entry(vectors.hashes[i]);
    if (word.vector != 0) continue;
    for (std::size_t d = 0; d < kDimensions; ++d)
      out.vectors.push_back(
          static_cast<std::int8_t>(std::lround(vectors.values[i * kDimensions + d] * 127)));
    word.vector = static_cast<std::uint16_t>(out.vectors.size() / kDimensions);
  }
  out.words.reserve(words.size());
  for (const auto& [key, word] : words)
    if (key != 0) out.words.push_back(word);
  std::ranges::sort(out.words, {}, &LearnedWord::key);
  return out;
}

}  // namespace laurel::detect
