// Offers passkeys where the browser has them, and says so when one could not be used. The work is done by allauth's script.
"use strict";
if (window.PublicKeyCredential) {
    for (const part of document.querySelectorAll("[data-passkey]")) {
        part.hidden = false;
    }
}
document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const problem = document.getElementById("passkey-problem");
    problem.textContent = problem.dataset.sentence;
});
