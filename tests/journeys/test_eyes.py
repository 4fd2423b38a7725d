"""Whoever looks at the pages sees what is wrong with one."""

from playwright.sync_api import Page

from journeys.eyes import Eyes

BAD = """<html lang="en"><title>Hồ sơ</title><main><h1>Hồ sơ</h1>
<p>Choose at least one dossier.</p><input><pre>%s</pre></main><script>console.error("hỏng")</script></html>"""


def test_a_bad_page_is_complained_of_once_for_each_fault(page: Page) -> None:
    eyes = Eyes()
    eyes.watch(page.context)
    page.set_content(BAD % ("x" * 500))

    eyes.look(page, "a bad page")
    eyes.look(page, "a bad page")

    said = "\n".join(eyes.complaints)
    for fault in (
        "console: error: hỏng",
        "axe label",
        "English: Choose at least one dossier.",
        "does not say that it is Vietnamese",
        "px wide on a phone",
    ):
        assert said.count(fault) == 1
