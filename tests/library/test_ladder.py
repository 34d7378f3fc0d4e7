"""The steps of the shipped library on the evidence ladder: each is what the fact sheet of its treatment says, and no other claim has one."""

# What the sheets say of each, and the sources of the claim with it.
STEPS = {
    # “Direct stitching …, or a nerve graft … is the usual standard”; stage: standard care.
    ("nerve-repair-and-grafts", "traumatic-nerve-injury"): "standard care",
    # “An option; trials are few”; stage: used in some situations.
    ("nerve-conduits", "traumatic-nerve-injury"): "controlled trials",
    # “7 studies (6 randomised), 229 people … 4 randomised trials”; low; experimental.
    ("electrical-stimulation-for-nerve-repair", "traumatic-nerve-injury"): "controlled trials",
    # “Many animal studies; experience in people is limited”.
    ("mesenchymal-stem-cells", "traumatic-nerve-injury"): "first people",
    # “Only SEVEN controlled studies … the pooled results were cut off”; very low: no higher than the first people.
    ("mesenchymal-stem-cells", "diabetic-peripheral-neuropathy"): "first people",
    # “Mainly animal work; reviewers say more research is required”.
    ("mesenchymal-stem-cells", "chemotherapy-induced-neuropathy"): "animals",
    # “Adult cells turned back in the laboratory …; used in nerve-graft research”; “no human trial result was found”.
    ("induced-pluripotent-stem-cells", "traumatic-nerve-injury"): "laboratory",
    # “10 rat studies …; clinical data are not available”.
    ("therapeutic-ultrasound", "traumatic-nerve-injury"): "animals",
    # “Phase 3 (2000): 1,019 people, 48 weeks: it did NOT confirm the benefit”.
    ("nerve-growth-factor", "diabetic-peripheral-neuropathy"): "controlled trials",
    # “A phase 2 trial, but no improvement in neuropathy severity”; the sheet does not say against what.
    ("nerve-growth-factor", "hiv-neuropathy"): "first people",
    # “One small randomised trial, 30 people …: no significant difference”.
    ("brain-derived-neurotrophic-factor", "diabetic-peripheral-neuropathy"): "controlled trials",
    # “Phase 3 part 1 (500 people): FAILED its main pain goal”.
    ("hgf-gene-therapy", "diabetic-peripheral-neuropathy"): "controlled trials",
}


def test_each_step_is_that_of_the_fact_sheets(shipped):
    treatments = [page for page in shipped.pages if page.model.folder == "treatments"]
    found = {(page.slug, effect.get("condition")): effect["rung"] for page in treatments for effect in page.front["effects"] if "rung" in effect}

    assert found == STEPS
