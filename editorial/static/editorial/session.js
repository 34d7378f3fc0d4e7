// Keeps an editor signed in who is typing or clicking, and warns five minutes before the session of one who is not ends.
// The server alone decides when it is over: without this script a text that is sent too late is kept all the same.
"use strict";
{
    const { stay, idleSeconds, editor } = document.currentScript.dataset;
    // The server notes uses to the minute: a minute less is safe.
    const idle = (Number(idleSeconds) - 60) * 1000;
    const warning = 5 * 60 * 1000;
    const between = 2 * 60 * 1000;
    const notice = document.getElementById("session-notice");
    const others = new BroadcastChannel(`editor-${editor}`);
    const ownToken = document.getElementById("session-ends").content.querySelector("[name=csrfmiddlewaretoken]");
    let used = Date.now();
    let shown = "";

    const show = (name) => {
        if (shown === name) {
            return;
        }
        shown = name;
        notice.replaceChildren(...(name ? [document.getElementById(name).content.cloneNode(true)] : []));
        notice.querySelector("form")?.addEventListener("submit", (event) => {
            event.preventDefault();
            goOn();
        });
    };
    const look = () => {
        const left = used + idle - Date.now();
        show(left <= 0 ? "session-ended" : left <= warning ? "session-ends" : "");
    };
    const noteUse = () => {
        used = Date.now();
        look();
    };
    const goOn = async () => {
        const before = used;
        used = Date.now();
        try {
            const answer = await fetch(stay, { method: "POST", headers: { "X-CSRFToken": ownToken.value }, redirect: "manual" });
            if (answer.ok) {
                noteUse();
                others.postMessage(ownToken.value);
            } else {
                used = 0;
                look();
            }
        } catch {
            // No network just now: the next key tries again.
            used = before;
            look();
        }
    };
    const active = () => {
        if (shown !== "session-ended" && Date.now() - used >= between) {
            goOn();
        }
    };

    // A form that was open before the same person signed in again in another tab can still be sent.
    others.addEventListener("message", ({ data: token }) => {
        for (const field of [ownToken, ...document.querySelectorAll("[name=csrfmiddlewaretoken]")]) {
            field.value = token;
        }
        noteUse();
    });
    others.postMessage(ownToken.value);
    document.addEventListener("keydown", active);
    document.addEventListener("pointerdown", active);
    document.addEventListener("input", active);
    setInterval(look, 10 * 1000);
}
