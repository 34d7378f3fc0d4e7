"""Takes the pictures of docs/design.md: ten kinds of pages as a reader sees them, some also on a phone and in the dark."""

# In the order of docs/design.md.
PAGES = {
    "home": "/",
    "condition": "/conditions/diabetic-peripheral-neuropathy/",
    "symptom": "/symptoms/burning-pain/",
    "treatment": "/treatments/mesenchymal-stem-cells/",
    "article": "/articles/what-is-neuropathy/",
    "list": "/treatments/",
    "words": "/glossary/",
    "urgent-signs": "/urgent-signs/",
    "answer": "/search/?q=burning+feet+at+night",
    "comparison": "/compare/?symptom=nerve-pain&t=duloxetine&t=tens&t=pregabalin&t=topical-lidocaine",
}
WIDE, TABLET, PHONE = (1200, 680), (768, 900), (320, 640)
OTHERS = (
    ("condition", PHONE, "light", "phone"),
    ("treatment", PHONE, "dark", "phone-dark"),
    ("urgent-signs", PHONE, "light", "phone"),
    ("condition", TABLET, "dark", "tablet-dark"),
)


def take_pages(camera):
    for name in PAGES:
        _take(camera, name, WIDE, "light")
    for name, size, scheme, suffix in OTHERS:
        _take(camera, name, size, scheme, f"-{suffix}")


def _take(camera, name, size, scheme, suffix=""):
    width, height = size
    page = camera.window(height, width, scheme)
    page.goto(camera.site + PAGES[name])
    camera.take(page, f"reader-{name}{suffix}")
    page.context.close()
