#!/usr/bin/env python3
"""Walks a served demonstration in Chromium: axe on every page for each user, both languages, light, dark, 200 % zoom, and the five
daily tasks by keyboard alone.

Usage: web-walk.py AMPARO OUT: simulates a small population, serves it, walks, writes screenshots to OUT; exit code 1 when axe finds
something serious, a page is wider than the screen at 200 %, or a task cannot be done with the keyboard.
"""
import base64, hashlib, hmac, os, re, socket, struct, subprocess, sys, tempfile, time, urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

USERS = [
    ("case-manager", "placement"), ("federal-field-specialist", "safety-check"), ("safety-call-worker", "safety-check"),
    ("juvenile-coordinator", "court-appearance"), ("trial-attorney-office", "court-appearance"),
    ("court-liaison", "court-appearance"), ("counsel-of-record", "legal-representation"),
    ("labor-investigator", "labor-protection"), ("inspector", "audit"), ("orr-privacy-officer", "audit"),
    ("data-quality-steward", "data-quality"),
]
PAGES = [
    "/today", "/handoffs", "/handoffs?list=sent", "/court-week", "/search", "/preview", "/agreements",
    "/agreements/orr-opla-court-appearance@1", "/simulation", "/log", "/links", "/oversight",
    "/oversight/hearing.past", "/oversight/compare?a=call.late&b=child.not-reached", "/account", "/accounts", "/import",
]
faults = []


def fault(text):
    faults.append(text)
    print("FAULT", text, flush=True)


def code(secret, moment):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[place:place + 4])[0] & 0x7FFFFFFF) % 1000000)


class Walk:
    def __init__(self, page, base, out):
        self.page, self.base, self.out, self.axe, self.count = page, base, out, Axe(), 0
        page.set_default_timeout(120_000)

    def look(self, name, picture=False):
        """Axe, and whether the page is wider than the screen; a picture where one is wanted."""
        found = self.axe.run(self.page).response["violations"]
        for one in found:
            if one["impact"] in ("serious", "critical"):
                nodes = "; ".join(node["html"][:120] for node in one["nodes"][:3])
                fault(f"axe {one['id']} ({one['impact']}) on {name} {self.page.url}: {nodes}")
        self.count += 1
        if picture:
            self.page.screenshot(path=os.path.join(self.out, name + ".png"), full_page=True)

    def go(self, path):
        return self.page.goto(self.base + path)

    def press(self, key):
        """A key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def narrow(self, name):
        """At 200 % zoom, which is half the width, nothing needs scrolling sideways (WCAG 1.4.10)."""
        self.page.set_viewport_size({"width": 640, "height": 900})
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 1:
            fault(f"{name} {self.page.url} is {wide} px too wide at 200 %")
        self.page.screenshot(path=os.path.join(self.out, name + "-200.png"), full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def tab_to(self, selector, most=400):
        """Moves the focus by the Tab key alone to the first element that matches; it must then be seen to have it."""
        for _ in range(most):
            if self.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                seen = self.page.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement);"
                    " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }")
                if not seen:
                    fault(f"the focus on {selector} is not seen on {self.page.url}")
                return True
            self.page.keyboard.press("Tab")
        fault(f"{selector} cannot be reached by keyboard on {self.page.url}")
        return False

    def sign_in(self, account, sign_ins, purpose):
        password, secret = sign_ins[account]
        self.page.context.clear_cookies()
        self.go("/sign-in")
        keys = self.page.keyboard
        self.tab_to("#account")
        keys.type(account)
        self.tab_to("#password")
        keys.type(password)
        self.tab_to("#code")
        keys.type(code(secret, time.time()))
        self.press("Enter")
        chosen = f"input[name=purpose][value='{purpose}']"
        if not self.page.query_selector(chosen):
            fault(f"{account} is not signed in: {self.page.url}")
            return False
        self.tab_to("input[name=purpose]")
        for _ in range(40):
            if self.page.query_selector(chosen).is_checked():
                break
            keys.press("ArrowDown")
        if not self.page.query_selector(chosen).is_checked():
            keys.press("Space")
        self.press("Enter")
        return True


def first(page, selector):
    element = page.query_selector(selector)
    return element.get_attribute("href") if element else None


def every_page(walk, account):
    """Every page that the account has, with axe."""
    page = walk.page
    paths = list(PAGES)
    walk.go("/today")
    child = first(page, "main a[href^='/child/']")
    if not child:
        walk.go("/court-week")
        child = first(page, "main a[href^='/child/']")
    if child:
        number = re.search(r"\d+", child).group()
        paths += [f"/child/{number}" + part for part in ("", "/enter", "/sponsors", "/attachments", "/disclosures", "/packet")]
        walk.go(f"/child/{number}")
        hearing = first(page, "main a[href^='/hearing/']")
        paths += [hearing] if hearing else []
    walk.go("/links")
    pair = first(page, "main a[href^='/links/']")
    paths += [pair] if pair else []
    walk.go("/today")
    off = first(page, "main a[href*='/snooze']")
    paths += [off] if off else []
    for path in paths:
        answer = walk.go(path)
        if answer.status >= 500:
            fault(f"{account} {path}: {answer.status}")
        name = account + re.sub(r"[^a-z]+", "-", re.sub(r"\d+", "n", path))
        walk.look(name, picture=account in ("federal-field-specialist", "inspector", "case-manager"))


def tasks(walk, children):
    """The five daily tasks, by keyboard alone: what is due, a child, writing a call down, answering a handoff, searching."""
    page, keys = walk.page, walk.page.keyboard
    # 1. Today by `g t`, and the first child of the list.
    walk.go("/court-week")
    keys.press("g")
    keys.press("t")
    page.wait_for_url("**/today*")
    if walk.tab_to("main table.work tbody a[href^='/child/']"):
        keys.press("Enter")
        page.wait_for_url("**/child/*")
    # 2. The child's page: filter the timeline to safety calls.
    if walk.tab_to("select[name=only]"):
        page.keyboard.press("End")
        keys.press("ArrowUp")
        walk.tab_to("form.filters button")
        walk.press("Enter")
        if "only=" not in page.url:
            fault("the timeline was not filtered by keyboard")
    # 3. Write down what happened, and send it with Ctrl-Enter.
    if walk.tab_to("main a[href$='/enter']"):
        keys.press("Enter")
        page.wait_for_url("**/enter*")
        walk.tab_to("select[name=kind]")
        for _ in range(20):
            if page.evaluate("document.activeElement.value") == "welfare.checked":
                break
            keys.press("ArrowDown")
        walk.tab_to("textarea[name=words]")
        keys.type("Somebody opened and said that all is well")
        keys.press("Control+Enter")
        page.wait_for_url(re.compile(r"/child/\d+(\?.*)?$"))
        if "all is well" not in page.content():
            fault("what was written down by keyboard is not on the page")
    # 4. Handoffs by `g h`: answer one, where there is one.
    keys.press("g")
    keys.press("h")
    page.wait_for_url("**/handoffs*")
    if page.query_selector("button.yes") and walk.tab_to("button.yes"):
        before = len(page.query_selector_all("button.yes"))
        walk.press("Enter")
        if len(page.query_selector_all("button.yes")) != before - 1:
            fault("a handoff was not accepted by keyboard")
    # 5. Search by `/`.
    keys.press("/")
    page.wait_for_url("**/search*")
    if not page.evaluate("document.activeElement?.matches('input[type=search]')"):
        walk.tab_to("input[type=search]")
    keys.type(children)
    walk.press("Enter")
    if not page.query_selector("main a[href^='/child/']"):
        fault("a child was not found by keyboard")
    # The list of keys, and twice Escape to hide the page at once.
    keys.press("?")
    if not page.query_selector("dialog[open]"):
        fault("`?` does not show the keys")
    keys.press("Escape")
    keys.press("Escape")
    keys.press("Escape")
    page.wait_for_url(re.compile(r":\d+/(\?.*)?$"))


def main():
    program, out = sys.argv[1], sys.argv[2]
    os.makedirs(out, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="amparo-web-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = os.path.join(folder, "d")
    server = subprocess.Popen(
        [program, "demo", "--children", "250", "--port", str(port), "--data", data, "--keys", os.path.join(folder, "k")],
        stdout=open(os.path.join(out, "demo.txt"), "w"), stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if server.poll() is not None:
                sys.exit("the demonstration ended; see " + os.path.join(out, "demo.txt"))
            try:
                urllib.request.urlopen(base + "/healthz", timeout=2).read()
                break
            except OSError:
                time.sleep(1)
        sign_ins = {}
        with open(data + "-signing-keys/sign-ins.txt") as lines:
            for line in lines:
                parts = line.split()
                secret = re.search(r"secret=([A-Z2-7]+)", line)
                if len(parts) > 2 and secret:
                    sign_ins[parts[0]] = (parts[1], secret.group(1))
        browse(base, out, sign_ins)
    finally:
        server.terminate()
        server.wait(timeout=30)
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


def browse(base, out, sign_ins):
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(
            executable_path=path if os.path.exists(path) else None, args=["--no-sandbox"])
        # A visitor.
        walk = Walk(browser.new_context(viewport={"width": 1280, "height": 900}).new_page(), base, out)
        for path in ("/", "/?lang=es", "/figures/hearing.past", "/ingests", "/sign-in", "/nothing"):
            walk.go(path)
            walk.look("visitor" + re.sub(r"[^a-z]+", "-", path))
        walk.go("/")
        walk.narrow("overview")
        pages = walk.count
        for account, purpose in USERS:
            if account not in sign_ins:
                fault(f"the demonstration has no {account}")
                continue
            context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            walk = Walk(context.new_page(), base, out)
            if walk.sign_in(account, sign_ins, purpose):
                every_page(walk, account)
                print(f"{account}: {walk.count} pages", flush=True)
                pages += walk.count
                if account == "federal-field-specialist":
                    specialist(walk)
            context.close()
        pages += passkeys(browser, base, out, sign_ins)
        browser.close()
        print(f"axe on {pages} pages")


def passkeys(browser, base, out, sign_ins):
    """A passkey of the browser's own virtual authenticator: added, signed in with, stepped up with, removed. A passkey is for a name,
    and 127.0.0.1 is none."""
    account, purpose = "case-manager", "placement"
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})
    walk = Walk(page, base.replace("127.0.0.1", "localhost"), out)

    def answer(selector):
        with page.expect_navigation():
            page.click(selector)

    # The next half minute's code is taken too: the one of now was used for signing in.
    if walk.sign_in(account, sign_ins, purpose):
        walk.go("/sign-in/step-up?next=/account/passkeys")
        page.fill("#code", code(sign_ins[account][1], time.time() + 30))
        answer("form[action='/sign-in/step-up'] button")
        page.fill("#label", "virtual")
        answer("form[data-passkey] button")
        if "virtual" not in page.inner_text("main"):
            fault(f"a passkey was not added: {page.url}")
        walk.look("passkeys", picture=True)
        context.clear_cookies()
        walk.go("/sign-in?next=/account/passkeys")
        walk.look("sign-in-passkey", picture=True)
        answer("form[data-passkey] button")
        if "/sign-in/purpose" not in page.url:
            fault(f"a passkey does not sign in: {page.url}")
        page.check(f"input[name=purpose][value='{purpose}']")
        answer("form[action='/sign-in/purpose'] button")
        walk.go("/sign-in/step-up?next=/account/passkeys")
        answer("form[data-passkey] button")
        answer("form[action='/account/passkeys/remove'] button")
        if page.url.endswith("/account/passkeys") and "virtual" in page.inner_text("main"):
            fault("a passkey was not removed")
    context.close()
    return walk.count


def specialist(walk):
    """Dark, Spanish, 200 % and print of the daily pages, and the tasks by keyboard."""
    page = walk.page
    walk.go("/today")
    child = re.search(r"\d+", first(page, "main a[href^='/child/']") or "/child/0").group()
    page.emulate_media(color_scheme="dark")
    for path in ("/today?lang=es", f"/child/{child}?lang=es", "/court-week?lang=es"):
        walk.go(path)
        walk.look("dark-es" + re.sub(r"[^a-z]+", "-", re.sub(r"\d+", "n", path)), picture=True)
    page.emulate_media(color_scheme="light")
    for path in ("/today", "/handoffs", f"/child/{child}", f"/child/{child}/sponsors", "/court-week", "/agreements"):
        walk.go(path)
        walk.narrow("specialist" + re.sub(r"[^a-z]+", "-", re.sub(r"\d+", "n", path)))
    page.emulate_media(media="print")
    for path in ("/court-week", f"/child/{child}/disclosures"):
        walk.go(path)
        page.screenshot(path=os.path.join(walk.out, "print" + re.sub(r"[^a-z]+", "-", path) + ".png"), full_page=True)
    page.emulate_media(media="screen")
    tasks(walk, child)


main()
