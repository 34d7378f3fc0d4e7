"""Words of doctors and offices, and what to say instead. Words that a page has to teach (neuropathy, placebo) are not here."""

VERBS = {
    "administer": "give", "ambulate": "walk", "ascertain": "find out", "assess": "check", "assist": "help", "alleviate": "ease", "ameliorate": "make better",
    "attempt": "try", "cease": "stop", "commence": "start", "comprise": "be made up of", "conduct": "carry out, do", "consume": "eat, drink",
    "demonstrate": "show", "deteriorate": "get worse", "diminish": "get less", "discontinue": "stop", "eliminate": "get rid of", "elucidate": "explain",
    "endeavour": "try", "enumerate": "list", "evaluate": "check, judge", "exacerbate": "make worse", "exhibit": "show", "expedite": "speed up",
    "facilitate": "make easier, help", "impair": "harm, weaken", "incise": "cut", "ingest": "swallow", "initiate": "start", "mitigate": "make less bad",
    "mobilise": "move, get up", "necessitate": "need", "notify": "tell", "obtain": "get", "palpate": "feel", "perform": "do", "possess": "have",
    "postulate": "think", "purchase": "buy", "quantify": "measure", "reside": "live", "retain": "keep", "terminate": "end", "titrate": "change step by step",
    "utilise": "use", "utilize": "use", "void": "pass urine",
}  # fmt: skip

NOUNS = {
    "abnormality": "something that is not normal", "administration": "giving", "adverse drug reaction": "side effect", "adverse effect": "side effect",
    "adverse event": "harm, side effect", "adverse reaction": "side effect", "aetiology": "cause", "ambulation": "walking", "anaesthetic": "numbing medicine",
    "analgesic": "painkiller", "anticoagulant": "blood thinner", "anticonvulsant": "medicine for fits", "antiemetic": "medicine against feeling sick",
    "antihypertensive": "medicine for high blood pressure", "antipyretic": "medicine for fever", "arrhythmia": "uneven heartbeat",
    "assessment": "check", "assistance": "help", "benefit-risk ratio": "how the good compares with the harm", "carcinoma": "cancer",
    "cardiac arrest": "the heart stops", "cerebrovascular accident": "stroke", "co-morbidity": "other illness", "comorbidity": "other illness",
    "consequence": "result", "contraindication": "reason not to use it", "contusion": "bruise", "decrement": "loss", "deficit": "lack, loss",
    "deterioration": "getting worse", "diuretic": "water tablet", "dosage": "dose", "efficacy": "how well it works", "etiology": "cause",
    "evaluation": "check", "exacerbation": "flare-up", "extremity": "arm or leg", "fracture": "broken bone", "gait": "way of walking",
    "haematoma": "bruise, pool of blood", "haemorrhage": "bleeding", "hemorrhage": "bleeding", "impairment": "loss, problem", "incision": "cut",
    "individual": "person", "ingestion": "swallowing", "initiation": "start", "intervention": "treatment",
    "laceration": "cut", "lesion": "sore, damaged place", "lower extremity": "leg", "lower limb": "leg", "methodology": "method", "modality": "kind of treatment",
    "mode of action": "how it works", "mechanism of action": "how it works", "morbidity": "illness", "mortality": "deaths", "myocardial infarction": "heart attack",
    "neoplasm": "tumour, growth", "objective": "aim", "onset": "start", "pathogenesis": "how the illness comes about", "pathology": "illness, what is wrong",
    "physician": "doctor", "practitioner": "doctor, nurse", "predisposition": "higher chance", "prognosis": "what to expect", "prophylaxis": "prevention",
    "regimen": "plan of treatment", "sequela": "after-effect", "supplementation": "taking extra", "therapeutic option": "treatment",
    "tolerability": "how well people bear it", "upper extremity": "arm", "upper limb": "arm", "venepuncture": "taking blood", "vaccination": "jab, vaccine",
}  # fmt: skip

OTHERS = {
    "a majority of": "most", "a number of": "some", "a proportion of": "some", "accordingly": "so", "acute": "sudden, short", "additional": "more, extra",
    "additionally": "also", "adequate": "enough", "adjacent to": "next to", "adjunctive": "added", "afebrile": "without fever", "allodynia": "pain from a light touch",
    "ambulatory": "able to walk", "approximately": "about", "arthralgia": "joint pain", "as a consequence of": "because of", "as a result of": "because of",
    "asymptomatic": "without symptoms", "at the present time": "now", "at this point in time": "now", "axillary": "of the armpit",
    "benign": "not cancer, harmless", "beneficial": "good, helpful", "bilateral": "on both sides", "bilaterally": "on both sides", "by means of": "by, with",
    "cardiac": "of the heart", "cerebral": "of the brain", "cognitive": "of thinking and memory", "concerning": "about", "concomitant": "at the same time",
    "concomitantly": "at the same time", "concurrently": "at the same time", "consequently": "so", "contraindicated": "should not be used",
    "contralateral": "on the other side", "cutaneous": "of the skin", "dermal": "of the skin", "distal": "far from the middle of the body",
    "due to the fact that": "because", "dysaesthesia": "unpleasant feeling", "dysphagia": "trouble swallowing", "dyspnoea": "shortness of breath",
    "efficacious": "works well", "elevated": "high", "emesis": "being sick", "epistaxis": "nosebleed", "erythema": "red skin", "febrile": "with a fever",
    "for the purpose of": "to", "frequently": "often", "furthermore": "also", "gastric": "of the stomach", "geriatric": "of older people",
    "hepatic": "of the liver", "hence": "so", "hyperaesthesia": "too much feeling", "hyperalgesia": "more pain than usual", "hyperglycaemia": "high blood sugar",
    "hypertension": "high blood pressure", "hypoaesthesia": "numbness", "hypoglycaemia": "low blood sugar", "hypotension": "low blood pressure",
    "immediately prior to": "just before", "impaired": "weak, not working well", "in accordance with": "by, following", "in addition to": "besides",
    "in conjunction with": "with", "in excess of": "more than", "in order to": "to", "in regard to": "about", "in relation to": "about",
    "in the absence of": "without", "in the event of": "if", "in the event that": "if", "in the majority of": "in most", "in the vicinity of": "near",
    "inadequate": "not enough, poor", "insufficient": "not enough", "intramuscular": "into a muscle", "intravenous": "into a vein", "intravenously": "into a vein",
    "ipsilateral": "on the same side", "is able to": "can", "is capable of": "can", "irrespective of": "whatever", "malaise": "feeling unwell",
    "malignant": "cancerous", "myalgia": "muscle pain", "neuralgia": "nerve pain", "nevertheless": "but, still", "nocturnal": "at night",
    "nonetheless": "but, still", "notwithstanding": "in spite of", "numerous": "many", "ocular": "of the eye", "oedema": "swelling", "on a daily basis": "every day",
    "on a regular basis": "often", "optimal": "best", "optimum": "best", "orally": "by mouth", "paediatric": "of children", "paraesthesia": "pins and needles",
    "paraesthesiae": "pins and needles", "paresthesia": "pins and needles", "per annum": "a year", "pertaining to": "about", "postoperative": "after the operation",
    "postoperatively": "after the operation", "predominantly": "mostly", "preoperative": "before the operation", "preoperatively": "before the operation",
    "primarily": "mainly", "prior to": "before", "prophylactic": "to prevent illness", "proximal": "near the middle of the body", "pruritus": "itching",
    "pulmonary": "of the lungs", "pursuant to": "under", "pyrexia": "fever", "regarding": "about", "renal": "of the kidneys", "residual": "left over",
    "rhinorrhoea": "runny nose", "somnolence": "sleepiness", "statutory": "by law", "subcutaneous": "under the skin", "subcutaneously": "under the skin",
    "subsequent": "later", "subsequent to": "after", "subsequently": "later, then", "sufficient": "enough", "symptomatology": "symptoms", "syncope": "fainting",
    "tachycardia": "fast heartbeat", "thereafter": "after that", "therein": "in it", "thus": "so", "transdermal": "through the skin", "unilateral": "on one side",
    "until such time as": "until", "upon": "on", "via": "through, by", "well tolerated": "with few side effects", "whilst": "while",
    "with reference to": "about", "with regard to": "about", "with respect to": "about", "with the exception of": "except", "xerostomia": "dry mouth",
}  # fmt: skip


def _verb_forms(verb):
    """administer, administers, administered, administering."""
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("fy"):
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return (verb, verb + ("es" if verb.endswith(("s", "sh")) else "s"), verb + "ed", verb + "ing")


def _noun_forms(noun):
    """deficit, deficits; extremity, extremities; etiology, etiologies."""
    if noun.endswith("y"):
        return (noun, noun[:-1] + "ies")
    return (noun, noun + ("e" if noun.endswith("sequela") else "es" if noun.endswith("s") else "s"))


PLAINER = {
    **{form: (noun, plain) for noun, plain in NOUNS.items() for form in _noun_forms(noun)},
    **{form: (verb, plain) for verb, plain in VERBS.items() for form in _verb_forms(verb)},
    **{word: (word, plain) for word, plain in OTHERS.items()},
}  # every form in small letters: (the entry that it belongs to, what to say instead)
