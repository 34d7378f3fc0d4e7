"""What words mean to the search: groups of words that say the same, parts of the body, and words that turn a meaning round.

Written by hand for English, as plain lists, so that a clinician can read and better them. Every word is given as people write it;
`search.understanding` stems it. A group is "name: words; an idiom; another": an idiom of several words ("charlie horse") counts as one.
"""

# Parts of the body: each with the words for it, and the larger part that it belongs to.
AREAS = {
    "feet": ("legs", "foot feet tootsies"),
    "toes": ("feet", "toe toes toenail"),
    "soles": ("feet", "sole soles; ball of the foot; bottom of my feet; underside; instep; arch of the foot; balls of my feet; under my feet"),
    "heels": ("feet", "heel heels"),
    "ankles": ("feet", "ankle ankles"),
    "legs": ("limbs", "leg legs; lower limb; lower extremity; lower limbs; lower extremities"),
    "calves": ("legs", "calf calves shin shins; back of my leg"),
    "knees": ("legs", "knee knees kneecap"),
    "thighs": ("legs", "thigh thighs"),
    "hands": ("arms", "hand hands palm palms knuckle knuckles mitt"),
    "fingers": ("hands", "finger fingers fingertip fingertips digit digits"),
    "thumbs": ("fingers", "thumb thumbs"),
    "little-fingers": ("fingers", "pinky pinkie; little finger; little fingers; ring finger; ring fingers; ring and little; last two fingers"),
    "wrists": ("hands", "wrist wrists"),
    "arms": ("limbs", "arm arms forearm forearms; upper limb; upper extremity; upper limbs"),
    "elbows": ("arms", "elbow elbows"),
    "shoulders": ("arms", "shoulder shoulders collarbone"),
    "limbs": ("", "limb limbs extremity extremities"),
    "face": ("head", "face facial cheek cheeks jaw forehead chin"),
    "mouth": ("face", "mouth tongue lip lips"),
    "eyes": ("face", "eye eyes eyelid eyelids"),
    "throat": ("head", "throat neck"),
    "head": ("", "head"),
    "chest": ("", "chest rib ribs"),
    "back": ("", "back spine spinal"),
    "buttocks": ("", "buttock buttocks bum bums backside butt butts arse ass anus anal rectum rectal; rear end"),
    "stomach": ("", "stomach belly tummy gut abdomen abdominal"),
    "genitals": (
        "",
        "genitals genital penis vagina vaginal groin crotch vulva scrotum testicle testicles labia perineum clitoris willy; private parts; privates; down below; down there; nether regions; between my legs; between the legs; between my thighs; between the thighs; inner thighs; inside of my thighs; insides of my thighs; inside thigh; saddle area; saddle region; intimate area; intimate parts; private area",
    ),
    "skin": ("", "skin"),
}

# Words that say the same, or nearly: feelings, functions and the things that go wrong. “/” parts close senses: see NEAR.
GROUPS = """
numb: numbness numbed deadened anaesthetised anesthetized insensate hypoesthesia hypaesthesia hypoaesthesia hypesthesia; no sensation; sensory loss; loss of feeling; lost all feeling
dead: dead deadness lifeless
tingle: tingling tingly prickle prickling prickly paraesthesia paresthesia paraesthesiae paresthesias fizzing fizz fizzy; pins and needles; pin and needle; pins needles
asleep: asleep; fall asleep; fell asleep; falls asleep; falling asleep; fallen asleep; go to sleep; goes to sleep; gone to sleep; going to sleep; went to sleep
buzz: buzzing vibrating humming
burn: burning burnt fire fiery scald scalding scalded ablaze sizzling; on fire; hot coals; hot ashes
hot: hot heat warm warmer boiling roasting
cold: cold coldness chilly icy ice freezing frozen freeze chilled
pain: pain painful hurt hurts hurting agony agonising
ache: ache aching achy sore soreness tender throb throbbing
stab: stab stabbing stabbed jab jabbing sharp piercing lancinating knife knives needle needles skewer
shock: shock shocks electric electrical electricity zap zaps zapping zapped jolt jolts lightning
shoot: shoot shooting shoots
neuralgia: neuralgia; nerve pain; neuropathic pain; pain from nerves
itch: itch itching itchy pruritus pruritic scratch scratching
crawl: crawl crawling creepy crawly insect insects ant ants bug bugs spider spiders formication
weak: weak weakness weakened feeble floppy weaken weakening paresis; jelly legs; like jelly; like lead; weigh a ton; weighs a ton; weighing a ton; go limp; goes limp; went limp; gone limp; going limp; is limp; give way; gives way; gave way; giving way; given way; give out; gives out; gave out; giving out; collapse under; collapses under; collapsed under; go from under; goes from under; went from under; gone from under; went out from under; fold under; not carry me; cannot carry me; not carry her; not carry him; not hold me; cannot hold me; not hold her; not hold him; not support me; cannot support me; not do what i; not do what he; not do what she; not obey; turned to rubber; like rubber; rubbery; like spaghetti; like noodles; turned to jelly; turned to water; buckle; buckles; buckled; buckling; lack of strength
paralysed: paralysed paralyzed paralysis paralysing; lose the use; lost the use; losing the use; loss of use
cramp: cramp cramps cramping spasm spasms spasming; charlie horse; charley horse; seize up; seizes up; seized up; knot up; knots up
twitch: twitch twitching twitches twitchy flicker flickering fasciculation fasciculations fasciculating ripple rippling quiver quivering
shake: shake shaking shaky shook tremble trembling trembly tremor tremors
waste: wasting wasted wasting shrink shrinking shrunk shrunken wither withered atrophy atrophied amyotrophy; wasted away; wasting away
thin: thin thinner thinning skinny scrawny
clumsy: clumsy clumsiness fumble fumbling fumbly butterfingers dexterity
drop: drop dropping drops dropped
drag: drag dragging drags scuff scuffing scuffs
slap: slap slapping slaps flop flops flopping
trip: trip tripping trips stumble stumbling stumbles
fall: fall fell falls falling fallen
unsteady: unsteady unsteadiness wobbly wobble wobbling wobbles off-balance sway swaying stagger staggering lurch teeter imbalance ataxia ataxic drunk drunken tipsy; off balance; off-balance
balance: balance balanced balancing equilibrium steady
walk: walk walking walks gait
climb: climb climbing
stair: stair stairs staircase upstairs step-ladder; go up stairs; goes up stairs; going up stairs; went up stairs; up a hill
rise: rise; get up; gets up; got up; getting up; stand up; stands up; standing up; stood up; sit up; on standing; out of bed; out of chair; out of armchair; out of sofa; out of bath; out of car; get on my feet; getting on my feet; back on my feet; when on my feet; day on my feet; long on my feet; get out of bed
stand: stand standing stood upright
dizzy: dizzy dizziness giddy giddiness woozy lightheaded light-headed vertigo spinning; light headed; head rush
black: black; go black; goes black; went black; going black; see stars; vision goes
faint: faint fainting fainted collapse collapsed collapsing syncope blackout blackouts unconscious; pass out; passes out; passed out; passing out; keel over; keeled over; black out; blacks out; blacked out; blacking out; lose consciousness; lost consciousness; loss of consciousness
sweat: sweat sweating sweaty sweats perspire perspiration perspiring clammy hyperhidrosis
drenched: drench drenched soak soaked soaking dripping pour pouring
pee: pee peed pees peeing wee weeing urinate urinating urination urine micturition piss; pass water; passing water; pass urine; passing urine; water works; waterworks; number one
leak: leak leaking leaks leakage dribble dribbling incontinence incontinent; wet myself; wetting myself; wet myself; wets herself; wets himself; wet the bed; wetting herself; wetting himself; wet herself; wet himself; pee myself; peed myself; peeing myself; pee herself; peed herself; peeing herself; pee himself; peed himself; peeing himself; wee myself; weeing myself; urinated on myself; wet my pants; wetting my pants; wets his pants; wets her pants; wet my trousers; wetting my trousers
soiled: soiled soiling; messed myself; mess myself; poo myself; pooed myself; pooing myself; pooed herself; pooed himself; messed herself; messed himself; pooping myself; pooped myself; pooped himself; pooped herself
bladder: bladder
poo: poo poop pooing pooping stool stools faeces feces defecate crap; bowel movement; bowel movements; number two; open my bowels
bowel: bowel bowels; back passage
toilet: toilet loo bathroom restroom lavatory
urgent: urge urgency urgent rush dash
often: often frequent frequently constantly; all the time; all day; several times; many times; every hour; times a night
constipated: constipated constipation costive; blocked up; bunged up; stopped up; backed up
diarrhoea: diarrhoea diarrhea; the runs; the trots
loose: loose runny watery
sick: nausea nauseous nauseated queasy vomit vomiting vomits; feel sick; feeling sick; throw up; throwing up
bloated: bloated bloating bloat distended distension
full: full fullness satiety
erection: erection erections erectile impotence impotent hard-on; get it up; stay hard; get hard
sex: sex sexual sexually orgasm libido intercourse lovemaking
dry: dry dryness dried parched
tear: tear tears weepy
saliva: saliva spit salivation
swallow: swallow swallowing swallows gulp
dysphagia: dysphagia
choke: choke choking chokes gag gagging
speak: speak speaking speech talk talking
slur: slur slurs slurred slurring dysarthria
jumbled: jumbled garbled gibberish muddled nonsense babbling rubbish mush mushy gobbledygook incoherent incomprehensible unintelligible; wrong words; words wrong; words come out wrong; words coming out wrong; word come out wrong; mixing up words; mixes up words; make no sense; makes no sense; made no sense; making no sense; not making sense; doesn't make sense
confused: confused confusion disoriented disorientated bewildered delirious; not know where; not know who; not recognise; not recognize
double: double; see double; seeing double; double vision; two of everything; diplopia
sight: vision eyesight sight seeing
blind: blind blindness
breath: breath breathe breathing
breathless: breathless breathlessness dyspnoea dyspnea gasping gasps suffocating; is panting; hes panting; shes panting; im panting; keep panting; keeps panting; panting for; out of breath; short of breath; shortness of breath; short breath; breath is short; fight for air; fighting for air; fighting for breath; gasp for air; hunger for air; short of air; air in; blue lips; lips are blue; lips turning blue; lips gone blue
heart: heart heartbeat pulse
irregular: irregular irregularly; not regular; out of rhythm; skip beats; skip a beat; skips beats; skips a beat; skipping beats; skipped beats; skipped a beat; miss beats; miss a beat; misses beats; misses a beat; missing beats; missing a beat; missed beats; missed a beat; jumping about; all over the place; dropping beats; drops beats
race: racing race races pounding pound fluttering flutter palpitation palpitations tachycardia thumping hammering
tired: tired tiredness fatigue fatigued exhausted exhaustion weary knackered drained lethargic lethargy; worn out; wiped out; no energy; washed out
energy: energy stamina
sleep: sleep sleeping slept insomnia sleepless
awake: awake wake waking woken wakes woke
night: night nights bedtime nocturnal evening evenings overnight; in bed; into bed; lie down; lying down; at bed time
morning: morning mornings
restless: restless fidget fidgety fidgeting jumpy jittery; keep still; stay still
low: depressed depression hopeless miserable tearful; feel down; feeling down; low mood; fed up
anxious: anxious anxiety worried worry worrying nervous panic panicky
weight: weight pounds kilos
lose: lose lost losing loses loss
ulcer: ulcer ulcers ulcerated ulceration wound wounds
blister: blister blisters blistered blistering blistery
sore: ; open sore; found a sore; sore under; sore between; sores under; sores between; sore on; sores on; sore that; foot sore; skin sore; sores that
heal: heal healing heals healed; close up
infected: infected infection pus gangrene abscess
fever: fever fevers feverish shivering shivers shivery; high temperature; running a temperature; have a temperature; has a temperature; got a temperature; had a temperature; with a temperature; and a temperature; temperature of; hot and cold all over; burning up; the chills
ill: ill illness unwell; feel terrible; feeling terrible; feel awful; feeling awful; feel rough; feeling rough; feel lousy; feel poorly; feeling poorly; is poorly; am poorly; very poorly; really poorly; so poorly; very sick; really sick; so sick; feel dreadful; feeling dreadful; like death; out of it
swell: swell swelling swollen swells swelled puffy puffiness oedema edema ballooned bloated
tight: tight tightness squeeze squeezing band
reflex: reflex reflexes jerk areflexia hyporeflexia
arch: arch arched arches
curl: curl curled curling claw clawed hammer hammertoe hammertoes
shape: shape deformed deformity
vibration: vibration vibratory; tuning fork
temperature: temperature thermal
position: position proprioception proprioceptive
sensitive: sensitive sensitivity oversensitive over-sensitive hypersensitive hypersensitivity hyperesthesia hyperaesthesia
touch: touch touching touched rub rubs rubbing brush brushing stroke stroking contact
sheet: sheet sheets blanket blankets duvet bedclothes covers bedding quilt
clothes: clothes clothing shirt sock socks trousers pants tights sleeve fabric
odd: odd weird strange funny peculiar dysaesthesia dysesthesia
cotton: cotton wool sponge spongy padding padded cushion cushions; cotton wool; cotton balls
glove: glove gloves mittens stocking stockings
pebble: pebble pebbles gravel stones lump marble marbles
coordinate: coordination coordinated co-ordination
droop: droop drooping droopy drooped droops dropped sag sagging lopsided
smile: smile smiling grin
strength: strength power force strong
grip: grip gripping grasp grasping clasp
hold: hold holding held
lift: lift lifting raise raising
move: move moving moves movement
open: open opening undo unscrew
turn: turn turning twist twisting
button: button buttons zip zips zipper buttoning laces shoelaces
pick: pick; pick up; picking up; picks up; small objects; coins
jar: jar jars bottle bottles lid lids tin tins; bottle top; bottle tops
write: write writing handwriting pen
cup: cup cups mug mugs plate plates glass glasses
feel: feel feeling feels felt sensation sensations sense senses sensory
notice: notice noticing noticed realise realize aware
know: know knows knowing
tell: tell tells telling
injure: injury injuries injured bruise bruises graze
cut: cut cuts slice slices sliced slicing slash slashed gash gashed gashes lacerated laceration lacerations cutting; stab wound; knife wound
trim: ; cut down; cuts down; cutting down; cut back; cutting back; cut out; cutting out; cut up; hair cut; hair cutting; paper cut; paper cuts; cut flowers; cut nails; cut toenails; cutting nails; cutting toenails; cut corners; short cut; cutting vegetables
nail: nail tack thorn splinter
stop: stop stops stopped stopping
spread: spread spreading spreads creep creeping creeps rising rises moving-up ascending climbs; move up; moving up; moves up; moved up; go up; going up; goes up; travel up; travelling up; going higher; come up
sudden: sudden suddenly overnight abruptly; all of a sudden; out of the blue; out of nowhere; since yesterday; since this morning; since last night; this morning; within hours; in hours; by the hour; within a day; today; just now; over hours; in the last hour; since friday
worse: worse worsening worsen weaker deteriorating
fast: fast quickly rapidly rapid
side: side; one side; left side; right side; one sided; one-sided; half of my
red: red redness
colour: colour color discoloured discolored purple blue black pale white mottled blotchy
food: food eat eating eats ate meal meals
nerve: nerve nerves
neuropathy: neuropathy neuropathic neuropathies polyneuropathy neuropathys; nerve damage; damaged nerves; damaged nerve; nerve disease; nerve problem; nerve problems; peripheral neuropathy; nerve disorder; polyneuropathies; nerve trouble
trapped: trapped trap pinched pinch compressed compression squeezed entrapment entrapped
dialysis: dialysis haemodialysis hemodialysis
inherited: inherited hereditary genetic inherits family familial; runs in the family; run in the family; runs in my family; in the family
inflammation: inflamed inflammation inflammatory immune autoimmune
unexplained: unexplained idiopathic cryptogenic; unknown cause; no known cause; no cause; no reason; find a cause; find the cause; know why
sciatic: sciatic sciatica
disc: disc disk
"""

# What something came after, or comes with: also shown to the reader. Key, label and words.
AFTER = {
    "chemotherapy": (
        "after chemotherapy",
        "chemo chemotherapy cisplatin oxaliplatin paclitaxel docetaxel vincristine bortezomib taxol; cancer treatment; cancer drugs",
    ),
    "radiotherapy": ("after radiotherapy", "radiotherapy radiation irradiation irradiated"),
    "diabetes": ("with diabetes", "diabetes diabetic diabetics t2d t1d prediabetes; blood sugar; high sugar; sugar disease; type 2; type 1; sugar"),
    "shingles": ("after shingles", "shingles zoster herpes varicella"),
    "operation": ("after an operation", "operation operated surgery surgical anaesthetic; hip replacement; knee replacement"),
    "injury": ("after an injury", "accident crash crush crushed fracture fractured broke severed trauma traumatic; car crash; fell off"),
    "alcohol": (
        "with alcohol",
        "alcohol alcoholic alcoholism booze boozing drinker wine beer vodka spirits liquor; heavy drinking; heavy drinker; drink a lot; drink too much; i drink; from drinking; my drinking; his drinking; her drinking; years of drinking; stopped drinking; drinking heavily",
    ),
    "b12": ("with low vitamin B12", "b12 cobalamin pernicious vegan; vitamin b12; vitamin b 12"),
    "kidney": ("with kidney disease", "kidney kidneys renal uraemia uremia uraemic uremic"),
    "thyroid": ("with thyroid disease", "thyroid hypothyroid hypothyroidism underactive"),
    "infection": (
        "after an infection",
        "campylobacter; stomach bug; stomach flu; chest infection; tummy bug; food poisoning; throat infection; gastroenteritis",
    ),
    "hiv": ("with HIV", "hiv aids"),
    "tick": ("after a tick bite", "tick ticks lyme borreliosis"),
    "leprosy": ("with leprosy", "leprosy hansen"),
    "medicine": (
        "after a medicine",
        "tablet tablets pill pills medicine medicines medication medications drug drugs antibiotic antibiotics statin statins",
    ),
    "toxin": (
        "after poisons",
        "lead arsenic mercury thallium solvent solvents pesticide chemicals chemical poison poisoned poisoning toxin toxins toxic",
    ),
    "intensive-care": ("after intensive care", "icu itu ventilator; intensive care; critical care; life support"),
    "cancer": ("with cancer", "cancer tumour tumor carcinoma lymphoma"),
    "pregnancy": ("in pregnancy", ""),
}

# When it happens: shown to the reader. The words are in GROUPS.
TIMES = {
    "night": "at night",
    "morning": "in the morning",
    "rise": "on standing up",
    "stand": "on standing",
    "walk": "when walking",
    "food": "with food",
    "cold": "in the cold",
    "sudden": "suddenly",
}

# Functions of the body whose loss is a symptom: “no”, “can't”, “trouble” or “poor” before one, or “lost” after it, makes another sense.
FUNCTIONS = (
    "feel strength balance sleep sweat reflex saliva tear erection energy heal walk stand rise move lift hold grip open turn button pick write climb swallow speak"
    " breath pee poo bladder bowel sight smile close notice know tell coordinate eat food taste chew bend straighten run sex vibration temperature position"
    " toilet appetite concentrate control cope weight muscle hot finish wear work understand follow shut use"
).split()
# A lost function that has a name of its own among the groups.
LOST = {
    "feel": "numb",
    "strength": "weak",
    "balance": "unsteady",
    "energy": "tired",
    "breath": "breathless",
    "swallow": "dysphagia",
    "coordinate": "clumsy",
}
# Words that take a function away, or deny a complaint.
LACKING = (
    "cannot not no without never unable lack lacking lose loss trouble difficulty difficulties difficult hard struggle struggling poor bad reduced reduce"
    " decreased decrease impaired impairment absent missing hardly barely stop problem problems less diminished fail fails failing gone abnormal"
    " disturbed disturbance cease disappear disappeared vanished refuse refuses"
).split()
# Of these, the ones that deny a complaint that follows: “no pain”, “without a rash”.
DENYING = "not no without never".split()
# Complaints that can be denied. Each is the name of a group, or a word.
COMPLAINTS = (
    "numb tingle burn pain ache stab shock shoot itch crawl weak paralysed cramp twitch shake swell dizzy faint sick tired unsteady fall rash fever bleed breathless blister cut faint choke slur droop ill confused infected irregular"
    " redness ulcer constipated diarrhoea leak headache cough injure neuropathy diabetes alcohol infected inflammation"
).split()

# Groups that are no feeling and no function by themselves: things, places and qualities. A question that holds only these is hardly about a body.
THINGS = frozenset(
    "cotton pebble sheet clothes jar cup button stair glove nail toilet hot cold night morning often fast worse shape colour tight position temperature food open"
    " turn write hold lift move climb stop spread sudden side disc odd weight urgent full loose black red know tell notice pick drenched arch curl double rise"
    " trapped inherited unexplained energy position grip smile drop drag slap touch infected buzz".split()
)
# Who says these speaks of somebody, or complains.
PERSONAL = frozenset("i my me mine im ive id myself he she his her him hers herself himself cant cannot wont dont havent always keep keeps".split())

# Words that say little by themselves, and are found in phrases about anything.
NEUTRAL = (
    "day week month year age hour minute time start begin go get make take put come thing long wait big small high doctor gp nurse hospital mother mum mom"
    " father dad husband wife son daughter sister brother friend nan gran grandma grandad uncle aunt people person man woman kid child old young normal mean cause"
    " sign symptom problem test help treat treatment cure question answer want try use tell say think look see find ask read home house work job side effect"
    " common best good nice new first last next end way lot every each other another both left right front top part kind type sort real true sure"
    " today tomorrow ago later early late five two three four six ten one able anyone somebody someone everybody possible please thank"
).split()

# Senses that stand in for each other in part: how much of one the other is worth (0 to 1).
NEAR = {
    ("numb", "dead"): 0.85,
    ("numb", "asleep"): 0.7,
    ("tingle", "asleep"): 0.8,
    ("tingle", "buzz"): 0.7,
    ("dead", "asleep"): 0.6,
    ("pain", "ache"): 0.8,
    ("pain", "stab"): 0.5,
    ("pain", "neuralgia"): 0.7,
    ("pain", "burn"): 0.4,
    ("pain", "shock"): 0.3,
    ("stab", "shock"): 0.5,
    ("stab", "shoot"): 0.6,
    ("shock", "shoot"): 0.6,
    ("burn", "hot"): 0.6,
    ("weak", "paralysed"): 0.6,
    ("weak", "no:move"): 0.4,
    ("paralysed", "no:move"): 0.9,
    ("weak", "no:grip"): 0.5,
    ("weak", "no:lift"): 0.5,
    ("no:hold", "no:grip"): 0.7,
    ("no:rise", "no:stand"): 0.8,
    ("waste", "thin"): 0.8,
    ("drop", "no:hold"): 0.5,
    ("drop", "clumsy"): 0.4,
    ("drag", "slap"): 0.5,
    ("drag", "trip"): 0.4,
    ("trip", "fall"): 0.6,
    ("unsteady", "fall"): 0.3,
    ("unsteady", "dizzy"): 0.3,
    ("unsteady", "no:walk"): 0.4,
    ("no:walk", "walk"): 0.5,
    ("rise", "stand"): 0.8,
    ("dizzy", "black"): 0.6,
    ("faint", "black"): 0.8,
    ("dizzy", "faint"): 0.5,
    ("sweat", "drenched"): 0.5,
    ("toilet", "pee"): 0.4,
    ("toilet", "poo"): 0.4,
    ("toilet", "no:toilet"): 0.5,
    ("no:toilet", "constipated"): 0.5,
    ("bladder", "pee"): 0.6,
    ("bowel", "poo"): 0.7,
    ("leak", "no:hold"): 0.5,
    ("leak", "no:bladder"): 0.8,
    ("sick", "bloated"): 0.4,
    ("full", "bloated"): 0.5,
    ("low", "anxious"): 0.4,
    ("restless", "move"): 0.4,
    ("awake", "sleep"): 0.6,
    ("awake", "no:sleep"): 0.8,
    ("ulcer", "sore"): 0.8,
    ("ulcer", "infected"): 0.4,
    ("sore", "ache"): 0.6,
    ("swell", "tight"): 0.3,
    ("sensitive", "touch"): 0.4,
    ("sheet", "clothes"): 0.5,
    ("cotton", "glove"): 0.4,
    ("cotton", "pebble"): 0.3,
    ("curl", "arch"): 0.4,
    ("shape", "arch"): 0.3,
    ("droop", "drop"): 0.5,
    ("slur", "no:speak"): 0.7,
    ("speak", "no:speak"): 0.6,
    ("swallow", "dysphagia"): 0.8,
    ("swallow", "choke"): 0.5,
    ("dysphagia", "choke"): 0.6,
    ("breath", "breathless"): 0.8,
    ("reflex", "no:reflex"): 0.8,
    ("sleep", "no:sleep"): 0.6,
    ("erection", "no:erection"): 0.9,
    ("sex", "no:sex"): 0.8,
    ("erection", "sex"): 0.5,
    ("no:erection", "sex"): 0.5,
    ("no:notice", "numb"): 0.6,
    ("no:tell", "no:know"): 0.8,
    ("no:tell", "numb"): 0.5,
    ("no:know", "numb"): 0.3,
    ("hot", "cold"): 0.3,
    ("hot", "temperature"): 0.6,
    ("cold", "temperature"): 0.5,
    ("notice", "no:notice"): 0.5,
    ("injure", "ulcer"): 0.4,
    ("cut", "injure"): 0.9,
    ("cut", "ulcer"): 0.4,
    ("cut", "injury"): 0.7,
    ("blister", "sore"): 0.95,
    ("blister", "ulcer"): 0.8,
    ("jumbled", "slur"): 0.5,
    ("jumbled", "no:speak"): 0.5,
    ("blind", "no:sight"): 0.8,
    ("irregular", "race"): 0.4,
    ("soiled", "leak"): 0.6,
    ("soiled", "no:bowel"): 0.7,
    ("sudden", "fast"): 0.7,
    ("spread", "worse"): 0.5,
    ("worse", "weak"): 0.5,
    ("spread", "climb"): 0.9,
    ("nerve", "neuropathy"): 0.5,
    ("neuralgia", "neuropathy"): 0.6,
    ("neuralgia", "nerve"): 0.6,
    ("colour", "red"): 0.3,
    ("colour", "cold"): 0.3,
    ("vibration", "no:vibration"): 0.8,
    ("position", "no:position"): 0.8,
    ("temperature", "no:temperature"): 0.8,
    ("vibration", "buzz"): 0.2,
    ("weight", "no:weight"): 0.7,
    ("inflammation", "infected"): 0.2,
    ("no:heal", "heal"): 0.5,
    ("no:heal", "no:close"): 0.7,
    ("grip", "no:grip"): 0.7,
    ("clumsy", "no:button"): 0.7,
    ("clumsy", "button"): 0.5,
    ("no:button", "button"): 0.8,
    ("no:open", "open"): 0.6,
    ("no:turn", "no:open"): 0.5,
    ("no:pick", "pick"): 0.8,
    ("no:climb", "climb"): 0.8,
    ("no:climb", "stair"): 0.4,
    ("no:write", "write"): 0.8,
    ("no:sweat", "sweat"): 0.3,
    ("no:pee", "pee"): 0.5,
    ("no:poo", "poo"): 0.5,
    ("no:poo", "constipated"): 0.7,
    ("no:bowel", "constipated"): 0.5,
    ("no:bowel", "bowel"): 0.6,
    ("no:stand", "stand"): 0.4,
    ("no:move", "move"): 0.4,
    ("no:sight", "sight"): 0.5,
    ("no:coordinate", "clumsy"): 0.9,
    ("dialysis", "kidney"): 0.7,
    ("operation", "injury"): 0.5,
    ("injure", "injury"): 0.8,
}

# Real words that are typed for another that sounds the same: believed only after one of the words that come before what is meant.
SOUNDS_LIKE = (
    (
        "is are am be been feel feels feeling felt get gets getting got go goes gone going went so very too really quite both and have has".split(),
        {"week": "weak", "weakly": "weak", "num": "numb", "soar": "sore"},
    ),
    (
        "my his her their your our left right big little both the of in on a".split(),
        {
            "heal": "heel",
            "heals": "heels",
            "tow": "toe",
            "tows": "toes",
            "soul": "sole",
            "souls": "soles",
            "feat": "feet",
            "pane": "pain",
            "thy": "thigh",
        },
    ),
    # Before a part of the body, whatever comes before them.
    ((), {"week": "weak", "num": "numb", "soar": "sore"}),
)

# Manners of speaking, which only the phrases of care cards ask for: when something began, and what is no report of it. As GROUPS, but found
# beside whatever else the words say, and at any word ("now", "up") however little it says.
MANNERS = """
sudden: sudden suddenly abrupt abruptly thunderclap instantly immediately overnight tonight yesterday today yesterdays; all at once; at once; just like that; out of the blue; out of nowhere; no warning; without warning; a moment ago; minute ago; minutes ago; mins ago; hour ago; hours ago; hrs ago; few minutes; few hours; half an hour; half hour; quarter of an hour; at noon; at midday; last hour; last hours; past hour; 24 hours; 48 hours; last day; past day; within hours; within minutes; within a day; in minutes; in hours; in a day; over hours; over a day; in seconds; in a second; within seconds; from one second; from one minute; from one moment; in an instant; in a flash; in a moment; just happened; short while ago; little while ago; last night; this morning; this afternoon; this evening; this lunchtime; since lunch; since lunchtime; at lunch; since breakfast; at breakfast; over breakfast; since dinner; at dinner; since noon; since midday; since dawn; since i got up; since i woke; since he woke; since she woke; since waking; woke up; woke with; woken up with; when i woke; when he woke; when she woke; on waking; clap of thunder; by the hour; hour by hour; every hour; each hour; by the minute; the other night
acute: acute acutely monday tuesday wednesday thursday friday saturday sunday weekend days; mondays; this week; last week; past week; in a week; one week; week ago; day ago; day by day; by the day; more each day; since the day; first time
new: new newly recent recently lately early start starts started starting begin begins began begun beginning beginnings onset appeared appear developed develop noticed noticing found anymore; first sign; first signs; never had; never before; this month; last month; past month; last weeks; past weeks; past months; last months; few weeks; few months; couple of weeks; two weeks; three weeks; weeks ago; come on; came on; coming on; come up; came up; broke out; broken out; any more; any longer; no longer
become: now since gone went become becomes became becoming turned turning turns getting gets changed changing stopped going gave lost losing keeps worse; has got; have got; not used to; ever since; not working; more and more
long-ago: childhood; years ago; year ago; as a child; as a kid; as a boy; as a girl; as a baby; as a teenager; as a young; since childhood; from childhood; in childhood; when i was young; when i was little; when i was small; when i was at; when i was a; when he was a; when she was a; long ago; decades ago; in the past; years back; in my youth; in my twenties; in my thirties; back then; once had; had once; used to have; used to get
chronic: chronic year years yearly decade decades unchanged longstanding lifelong; for ages; all my life; whole life; long time; nothing new; not new; as usual; as ever; every summer; every winter; long standing; no change
remedy: ; for burning; for nerve; for neuropathy; for pain; for feet; for hands; for tingling; for numbness; for numb; for weak; to help; helps; helped; help with; works for; relief; is better; are better; got better; getting better; feel better
hidden: ; half a year; within a year; in a year; year old; years old; yr old; years of age; this year; last year; new year
season: january february april june july august september october november december spring summer autumn winter month months; half a year; within a year; in a year
upward: higher upward upwards reaches reached reaching; up to; up into; up my; up both; up his; up her; up from; up through; past my; past the knee; past the knees; above my knee; above my knees; above the knee; above the knees; to above; gone from; went from; goes from; moved from; moves from; got to; go the same way; going the same way; gone the same way; working its way up; worked its way up; its in my; it is in my; now in my; now in her; now in his
general: cause causes prevent prevents prevented preventing prevention avoid vaccine vaccines vaccination vaccinated vaccinate contagious catching definition leaflet career careers trial trials study studies research; online course; training course; what is; what are; what does; how common; how to; how do; how does; how long; which drugs; which medicines; can you get; risk of; difference between; difference from; recovery rehab rehabilitation; brace; splint; orthosis; treatment for; exercises for; exercises after; shoes for; cream for; history of; support group; charity; awareness
"""
# Who says the first says the second too: what is sudden is new.
STANDS_FOR = {"sudden": "acute", "acute": "new", "new": "become"}
# Whose mention makes a question one about somebody, besides PERSONAL.
PEOPLE = frozenset(
    "mother mum mom mam father dad papa husband wife partner spouse son daughter sister brother friend nan gran granny grandma grandad grandpa grandfather"
    " grandmother uncle aunt cousin niece nephew neighbour neighbor boyfriend girlfriend colleague baby toddler kid child boy girl patient somebody someone".split()
)
